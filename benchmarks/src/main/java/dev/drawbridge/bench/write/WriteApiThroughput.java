package dev.drawbridge.bench.write;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Commands per second of the write API, CreateOrder and AddLine in turn over keep-alive HTTP, against the same SQL by
 * direct JDBC in the same run on the same database; and what idempotency and outbox cost a command. The contestants take
 * turns, so that a machine whose speed drifts treats them alike. Prints a table in Markdown; takes about five minutes.
 * Started at the root of the repository, with write-api packaged.
 */
public final class WriteApiThroughput {
    private static final int CLIENTS = 8;
    private static final int ROUNDS = 5;

    /** In its first minute a service spends a third of its time on compiling itself, and much of it again for keys. */
    private static final int WARM_UP_SECONDS = 60;

    private static final int WARM_UP_OF_OTHERS_SECONDS = 4;
    private static final int SECONDS = 5;

    private static final String JDBC = "direct JDBC, the same SQL";
    private static final String JDBC_NO_OUTBOX = "direct JDBC without the outbox row";
    private static final String JDBC_KEYS = "direct JDBC with an idempotency key";
    private static final String HTTP = "HTTP";
    private static final String HTTP_KEYS = "HTTP with Idempotency-Key";

    private WriteApiThroughput() {}

    public static void main(String[] args) throws Exception {
        try (WriteApiUnderTest api = WriteApiUnderTest.start(Path.of(""));
                HikariDataSource pool = api.writer(10)) {
            Map<String, Load> contestants = new LinkedHashMap<>();
            contestants.put(JDBC, new Load(CLIENTS, () -> new DirectWrites(pool, true, false)));
            contestants.put(JDBC_NO_OUTBOX, new Load(CLIENTS, () -> new DirectWrites(pool, false, false)));
            contestants.put(JDBC_KEYS, new Load(CLIENTS, () -> new DirectWrites(pool, true, true)));
            contestants.put(HTTP, new Load(CLIENTS, () -> new HttpWrites(api.port(), false)));
            contestants.put(HTTP_KEYS, new Load(CLIENTS, () -> new HttpWrites(api.port(), true)));
            for (Map.Entry<String, Load> one : contestants.entrySet()) {
                one.getValue().run(one.getKey().startsWith(HTTP) ? WARM_UP_SECONDS : WARM_UP_OF_OTHERS_SECONDS);
                one.getValue().forget();
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (Load load : contestants.values()) {
                    load.run(SECONDS);
                }
            }
            report(contestants);
        }
    }

    private static void report(Map<String, Load> contestants) {
        double base = load(contestants, JDBC).perSecond();
        System.out.println(
                "| " + CLIENTS + " clients, CreateOrder + AddLine in turn | commands/s | of JDBC | p50 | p99 |");
        System.out.println("|---|---|---|---|---|");
        contestants.forEach((name, load) -> System.out.printf(
                Locale.ROOT,
                "| %s | %,.0f | %.2f | %.2f ms | %.2f ms |%n",
                name,
                load.perSecond(),
                load.perSecond() / base,
                load.percentileMillis(0.50),
                load.percentileMillis(0.99)));
        cost("the outbox row", load(contestants, JDBC_NO_OUTBOX), load(contestants, JDBC));
        cost("an idempotency key, by JDBC", load(contestants, JDBC), load(contestants, JDBC_KEYS));
        cost("an idempotency key, over HTTP", load(contestants, HTTP), load(contestants, HTTP_KEYS));
    }

    private static Load load(Map<String, Load> contestants, String name) {
        return Objects.requireNonNull(contestants.get(name));
    }

    /** Of the whole machine's time: what one command takes of it more. */
    private static void cost(String what, Load without, Load with) {
        System.out.printf(
                Locale.ROOT,
                "%nCost of %s: %.0f µs of the machine per command, %.0f %% of its throughput.%n",
                what,
                1e6 / with.perSecond() - 1e6 / without.perSecond(),
                100 * (1 - with.perSecond() / without.perSecond()));
    }
}
