package dev.drawbridge.stack;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ids of the documents in bulks, by the round that their version tells. Thread-safe. */
final class Bulks implements Consumer<String> {
    private static final Pattern ACTION = Pattern.compile("\"_id\":\"(o-\\d+)\",\"version\":(\\d+)");

    private final Map<Long, Set<String>> idsByRound = new ConcurrentHashMap<>();

    @Override
    public void accept(String bulk) {
        Matcher action = ACTION.matcher(bulk);
        while (action.find()) {
            long round = (Long.parseLong(action.group(2)) - 1) / SinkLoad.VERSIONS_PER_ROUND;
            idsByRound
                    .computeIfAbsent(round, missing -> ConcurrentHashMap.newKeySet())
                    .add(action.group(1));
        }
    }

    Set<String> ids(long round) {
        return idsByRound.getOrDefault(round, Set.of());
    }

    void forget() {
        idsByRound.clear();
    }
}
