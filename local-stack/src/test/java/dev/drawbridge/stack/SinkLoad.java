package dev.drawbridge.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** Records of a topic as faults upstream may leave them: mostly in order, some late, twice, or after an erasure. */
final class SinkLoad {
    /** More than a round of load gives any id: the same version never comes with another content. */
    static final long VERSIONS_PER_ROUND = 1_000;

    private SinkLoad() {}

    /** Versions forwards mostly, sometimes late, twice or erased, and stragglers after that. */
    static void run(SinkRig rig, Random random, int records, int ids, long base) {
        List<String> late = new ArrayList<>();
        long[] versions = LongStream.generate(() -> base).limit(ids).toArray();
        try {
            for (int i = 0; i < records; i++) {
                int number = random.nextInt(ids);
                long version = ++versions[number];
                String id = "o-" + number;
                boolean erased = random.nextInt(10) == 0;
                String event = id + " " + version;
                if (!erased && random.nextInt(8) == 0) {
                    late.add(event);
                    continue;
                }
                rig.send(id, version, erased ? null : json(id, version));
                if (!erased && random.nextInt(10) == 0) {
                    late.add(event);
                }
                if (late.size() > 20) {
                    straggle(rig, late.remove(random.nextInt(late.size())));
                }
            }
            for (String event : late) {
                straggle(rig, event);
            }
            rig.flush();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void straggle(SinkRig rig, String event) {
        String id = event.substring(0, event.indexOf(' '));
        long version = Long.parseLong(event.substring(event.indexOf(' ') + 1));
        rig.send(id, version, json(id, version));
    }

    static String json(String id, long version) {
        return "{\"orderId\":\"" + id + "\",\"version\":" + version + ",\"note\":\"Größe \\n 1\",\"total\":4.20}";
    }
}
