package dev.drawbridge.cdc.postgres;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a task's starts are retried when the login is refused or the slot is in use: both may pass by themselves. Kept over
 * all starts of one task. Used by one thread.
 */
public final class StartRetries {
    /** For the time between a new password in PostgreSQL and the restart that gives it to the task; as long as the sink's. */
    static final Duration LOGIN = Duration.ofMinutes(5);

    private final GracePeriod refusedLogins;
    private final GracePeriod slotInUse;
    private boolean loggedIn;

    /** @param nanoTime as {@link System#nanoTime()} */
    public StartRetries(LongSupplier nanoTime) {
        refusedLogins = new GracePeriod(nanoTime);
        slotInUse = new GracePeriod(nanoTime);
    }

    void loggedIn() {
        loggedIn = true;
        refusedLogins.renew();
    }

    /** Only a login that was accepted before is tried again. */
    boolean mayLogInAgain() {
        return loggedIn && refusedLogins.isLeft(LOGIN);
    }

    void slotIsFree() {
        slotInUse.renew();
    }

    /** @param length after which the server has ended the session of a host that vanished */
    boolean maySlotBecomeFree(Duration length) {
        return slotInUse.isLeft(length);
    }
}
