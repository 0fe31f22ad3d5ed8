package dev.drawbridge.stack.demo;

import dev.drawbridge.ops.files.ConnectorFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives a stack what Debezium, Kafka's clients and Elasticsearch have when nobody sets anything, and puts back what was
 * there. A process killed meanwhile leaves the stock settings to the next {@code ./drawbridge up}, which applies the files
 * again.
 */
final class StockSettings {
    /** Debezium's defaults where the connector has others. */
    private static final Map<String, String> SOURCE =
            Map.of("poll.interval.ms", "500", "queue.provider.type", "memory");

    /** Of Connect and Kafka's clients, whose defaults are reached by not setting these. */
    private static final List<String> OVERRIDES =
            List.of("producer.override.", "consumer.override.", "transaction.boundary");

    private final Deployer deployer;
    private final RefreshInterval refresh;
    private final ConnectorFile source;
    private final ConnectorFile sink;
    private final @Nullable String interval;
    private volatile boolean restored;

    /** Remembers what is there now. */
    StockSettings(Deployer deployer, RefreshInterval refresh) throws Exception {
        this.deployer = deployer;
        this.refresh = refresh;
        this.source = deployer.source();
        this.sink = deployer.sink();
        this.interval = refresh.get();
    }

    /** To be followed by {@link #restore}, whatever happens; Ctrl-C is seen to. Does nothing once that has been. */
    void apply() throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(this::restoreWhenInterrupted, "restore-settings"));
        synchronized (this) {
            if (!restored) {
                deployer.deploySource(stock(source));
                deployer.deploySink(stock(sink));
                refresh.set(null);
            }
        }
    }

    private ConnectorFile stock(ConnectorFile connector) {
        Map<String, String> config = new TreeMap<>(connector.config());
        config.keySet().removeIf(key -> OVERRIDES.stream().anyMatch(key::startsWith));
        if (connector.equals(source)) {
            config.putAll(SOURCE);
        }
        return new ConnectorFile(connector.name(), config);
    }

    /** Once, by whoever comes first: the run's end or Ctrl-C. The second waits for the first, and both for {@link #apply}. */
    synchronized void restore() throws Exception {
        if (!restored) {
            refresh.set(interval);
            deployer.deploySource(source);
            deployer.deploySink(sink);
            restored = true;
        }
    }

    private void restoreWhenInterrupted() {
        try {
            if (!restored) {
                System.err.println("\nPutting the settings back as they were.");
                restore();
            }
        } catch (Exception e) {
            System.err.println("The settings could not be put back (" + e.getMessage()
                    + "); ./drawbridge up applies what the files say.");
        }
    }

    /** How often an index makes searchable what it holds. */
    interface RefreshInterval {
        @Nullable
        String get() throws IOException, InterruptedException;

        /** @param interval null for Elasticsearch's default */
        void set(@Nullable String interval) throws IOException, InterruptedException;
    }
}
