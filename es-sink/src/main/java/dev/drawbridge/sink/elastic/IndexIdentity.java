package dev.drawbridge.sink.elastic;

import java.util.Map;
import java.util.Optional;

/**
 * Tells an index from any other that ever had its name, and from what it was before a restore.
 *
 * @param uuid is another one when the index is created again, or restored where there was none
 * @param historyUuid is another one after each restore; empty if the index was never restored
 */
public record IndexIdentity(String uuid, String historyUuid) {

    private static final String UUID = "index.uuid";
    private static final String HISTORY_UUID = "index.history.uuid";

    /** The settings that hold it, as they are asked for. */
    static final String SETTINGS = UUID + "," + HISTORY_UUID;

    static Optional<IndexIdentity> of(Map<String, String> settings) {
        return Optional.ofNullable(settings.get(UUID))
                .map(uuid -> new IndexIdentity(uuid, settings.getOrDefault(HISTORY_UUID, "")));
    }

    /** As checkpoints and messages name it. */
    @Override
    public String toString() {
        return historyUuid.isEmpty() ? uuid : uuid + "." + historyUuid;
    }
}
