package dev.drawbridge.sink.elastic.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a refusal by Elasticsearch's security may pass: as long as the {@code .security} index has no primary, as after a full
 * restart, valid credentials are answered 401 and users whose roles are kept there 403. Credentials that were accepted before and
 * requests that were permitted before get a grace period; others do not. Thread-safe.
 */
public final class AuthFailureGrace {

    private static final Logger LOG = LoggerFactory.getLogger(AuthFailureGrace.class);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    /** In place of a request: credentials are the same for all of them. */
    private static final String CREDENTIALS = "";

    private final LongSupplier nanoTime;
    private final Map<String, GracePeriod> succeeded = new ConcurrentHashMap<>();

    /** @param nanoTime clock, in nanoseconds */
    public AuthFailureGrace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether {@code status} speaks of the user. */
    public static boolean isAboutTheUser(int status) {
        return status == UNAUTHORIZED || status == FORBIDDEN;
    }

    /** Records that {@code request}, as method and path, was permitted. */
    public void permitted(String request) {
        succeeded(CREDENTIALS);
        succeeded(request);
    }

    private void succeeded(String key) {
        succeeded.computeIfAbsent(key, first -> new GracePeriod(nanoTime)).renew();
    }

    /**
     * Records that {@code request} was answered {@code status}, and returns whether to retry it. A permission counts for one
     * request only: that others succeed meanwhile must not hide a privilege that was taken away.
     */
    public boolean mayRetry(int status, String request) {
        GracePeriod grace = succeeded.get(status == UNAUTHORIZED ? CREDENTIALS : request);
        return grace != null && isAboutTheUser(status) && grace.isLeft(() -> warn(status, request));
    }

    private static void warn(int status, String request) {
        LOG.warn(
                "Elasticsearch answered {} to {}, which it accepted before, as it does when its .security index is not available"
                        + " after a restart. The request is retried for {} minutes",
                status,
                request,
                GracePeriod.LENGTH.toMinutes());
    }
}
