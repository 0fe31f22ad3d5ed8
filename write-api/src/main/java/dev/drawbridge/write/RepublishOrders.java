package dev.drawbridge.write;

import com.zaxxer.hikari.HikariDataSource;
import dev.drawbridge.outbox.EventIds;
import dev.drawbridge.write.order.application.Republisher;
import dev.drawbridge.write.order.application.failure.StorageFailure;
import dev.drawbridge.write.order.application.port.Orders;
import dev.drawbridge.write.order.application.retry.Backoff;
import dev.drawbridge.write.order.application.retry.RateLimiter;
import dev.drawbridge.write.order.postgres.PostgresOrders;
import dev.drawbridge.write.order.postgres.SqlFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The command that publishes orders once more; started beside a running service, with the same environment. It may be ended
 * at any time: a run over all orders goes on after the last id it printed. Exit code 0 when all are done, 1 when it had to
 * stop, 2 when it was called wrongly, 3 when there is no order with one of the ids.
 */
public final class RepublishOrders {
    private static final int PAGE = 500;

    private final Orders orders;
    private final Republisher republisher;
    private final RateLimiter pace;

    private long republished;
    private long missing;
    private @Nullable UUID last;

    private RepublishOrders(Orders orders, Backoff backoff, RateLimiter pace) {
        this.orders = orders;
        this.republisher = new Republisher(orders, backoff);
        this.pace = pace;
    }

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        try {
            return run(WriteApiConfig.from(System.getenv()), RepublishArguments.parse(args));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.printf(RepublishArguments.USAGE);
            return 2;
        } catch (WriteApiConfigException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    static int run(WriteApiConfig config, RepublishArguments arguments) {
        try (HikariDataSource dataSource = WriteDatabase.pool(config.database(), "republish", 1)) {
            Backoff backoff = new Backoff(8, Duration.ofMillis(50), Thread::sleep);
            Orders orders = new PostgresOrders(dataSource, new EventIds(Clock.systemUTC()), backoff);
            RateLimiter pace = new RateLimiter(arguments.rate(), System::nanoTime, Thread::sleep);
            return new RepublishOrders(orders, backoff, pace).run(arguments);
        }
    }

    private int run(RepublishArguments arguments) {
        try {
            if (arguments.ids().isEmpty()) {
                all(arguments.after());
            } else {
                republish(arguments.ids());
            }
        } catch (RuntimeException e) {
            System.err.println("Stopped " + (last == null ? "before the first order" : "after order " + last) + ": "
                    + reason(e) + (arguments.ids().isEmpty() ? "; go on with " + goOn() : ""));
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
        System.out.println("Republished " + republished + " orders.");
        return missing == 0 ? 0 : 3;
    }

    /** What the store says names no values; what others say might. */
    private static String reason(RuntimeException e) {
        String what = e instanceof StorageFailure
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName();
        String state = SqlFailure.stateOf(e);
        return what + (state.isEmpty() || what.contains("SQLSTATE") ? "" : " (SQLSTATE " + state + ")");
    }

    private void all(@Nullable UUID after) throws InterruptedException {
        List<UUID> page = orders.idsAfter(after, PAGE);
        while (!page.isEmpty()) {
            republish(page);
            System.out.println("Republished " + republished + " orders; go on with " + goOn() + " if this is stopped.");
            page = orders.idsAfter(last, PAGE);
        }
    }

    private void republish(List<UUID> ids) throws InterruptedException {
        for (UUID id : ids) {
            pace.await();
            if (republisher.republish(id)) {
                republished++;
            } else {
                missing++;
                System.err.println("There is no order " + id + ".");
            }
            last = id;
        }
    }

    private String goOn() {
        return "--all" + (last == null ? "" : " --after " + last);
    }
}
