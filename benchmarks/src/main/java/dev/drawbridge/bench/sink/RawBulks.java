package dev.drawbridge.bench.sink;

import dev.drawbridge.bench.BenchIndex;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The raw limit: bodies built beforehand, sent by a few threads that do nothing else. */
final class RawBulks {
    private RawBulks() {}

    static List<byte[]> bodies(int documents, int perBulk) {
        List<byte[]> bodies = new ArrayList<>();
        for (int from = 0; from < documents; from += perBulk) {
            ByteArrayOutputStream body = new ByteArrayOutputStream(perBulk * 850);
            for (int number = from; number < Math.min(documents, from + perBulk); number++) {
                String action = "{\"index\":{\"_id\":\"" + OrderDocuments.id(number) + "\",\"version\":"
                        + OrderDocuments.version(number) + ",\"version_type\":\"external_gte\"}}\n";
                body.writeBytes(action.getBytes(StandardCharsets.US_ASCII));
                body.writeBytes(OrderDocuments.json(number));
                body.write('\n');
            }
            bodies.add(body.toByteArray());
        }
        return bodies;
    }

    /** Documents per second. */
    static double measure(BenchIndex index, List<byte[]> bodies, int documents, int inFlight) throws Exception {
        index.create(SinkThroughput.REFRESH);
        ExecutorService senders = Executors.newFixedThreadPool(inFlight);
        try {
            long begun = System.nanoTime();
            List<Future<?>> sent = new ArrayList<>();
            for (byte[] body : bodies) {
                sent.add(senders.submit(() -> {
                    index.bulk(body);
                    return null;
                }));
            }
            for (Future<?> each : sent) {
                each.get();
            }
            return documents / ((System.nanoTime() - begun) / 1e9);
        } finally {
            senders.shutdownNow();
        }
    }
}
