package dev.drawbridge.sink.elastic.http;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Why TLS with a node fails: how one of the two is set up, and no outage. Told apart by types of exceptions, never by wording. */
public enum TlsFailure {
    /** The certificate of the node is of an unknown authority, out of date, or another host's. */
    UNTRUSTED(
            "elastic.https.ssl.truststore.location",
            "the node's certificate is not trusted: give elastic.https.ssl.truststore.location the authority that issued it,"
                    + " renew it if it has expired, or name the node in connection.url as it does"),
    /** The node did not want to go on. */
    ENDED_BY_NODE(
            "elastic.https.ssl.keystore.location",
            "the node refused TLS: give elastic.https.ssl.keystore.location a certificate that it trusts, or leave"
                    + " elastic.https.ssl.enabled.protocols and elastic.https.ssl.cipher.suites to the JVM"),
    /** What came back was no TLS, or was cut off. */
    NO_TLS(
            "connection.url",
            "the node does not seem to speak TLS: write http:// in place of https:// in connection.url, or switch TLS on"
                    + " there");

    private final String option;
    private final String remedy;

    TlsFailure(String option, String remedy) {
        this.option = option;
        this.remedy = remedy;
    }

    /** What TLS has to do with {@code failure}; empty for nothing. */
    public static Optional<TlsFailure> of(Throwable failure) {
        @Nullable SSLException tls = cause(failure, SSLException.class);
        if (tls == null) {
            return Optional.empty();
        }
        if (tls instanceof SSLPeerUnverifiedException || cause(tls, GeneralSecurityException.class) != null) {
            return Optional.of(UNTRUSTED);
        }
        return Optional.of(tls instanceof SSLHandshakeException ? ENDED_BY_NODE : NO_TLS);
    }

    private static <T> @Nullable T cause(Throwable failure, Class<T> type) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    /** The option that is wrong, most likely. */
    public String option() {
        return option;
    }

    /** What to do. */
    public String remedy() {
        return remedy;
    }
}
