package dev.drawbridge.sink.elastic.http;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An answer that did not come from Elasticsearch, so that nothing it says is believed: a proxy's page, a redirect, or bytes that
 * are not HTTP. The message quotes neither its body nor its headers.
 */
public final class ForeignAnswerException extends IOException {

    /** Such as {@code text/html}, without parameters. */
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("([a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,80}).*", Pattern.DOTALL);

    private final Kind kind;

    private ForeignAnswerException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    static ForeignAnswerException redirect(int status, @Nullable String location) {
        return new ForeignAnswerException(
                Kind.REDIRECT, "what answers there redirects to " + target(location) + " (HTTP " + status + ")", null);
    }

    static ForeignAnswerException notElasticsearch(int status, @Nullable String contentType) {
        return new ForeignAnswerException(
                Kind.NOT_ELASTICSEARCH,
                "what answers there is not Elasticsearch (HTTP " + status + ", " + mediaType(contentType) + ")",
                null);
    }

    static ForeignAnswerException notHttp(Throwable cause) {
        return new ForeignAnswerException(Kind.NOT_HTTP, "what answers there does not speak HTTP", cause);
    }

    /** The one in the chain of causes of {@code failure}. */
    public static Optional<ForeignAnswerException> of(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ForeignAnswerException foreign) {
                return Optional.of(foreign);
            }
        }
        return Optional.empty();
    }

    /** Whether it comes from a configuration that does not change by itself. */
    boolean isPermanent() {
        return kind == Kind.REDIRECT;
    }

    /** What to do. */
    public String remedy() {
        return kind.remedy;
    }

    /** Host and port alone: a path or query may hold secrets. */
    private static String target(@Nullable String location) {
        try {
            URI uri = URI.create(location == null ? "" : location);
            if (uri.getHost() != null) {
                return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
            }
            return "another path of the same host";
        } catch (IllegalArgumentException e) {
            return "an address that cannot be read";
        }
    }

    private static String mediaType(@Nullable String contentType) {
        var matcher = MEDIA_TYPE.matcher(contentType == null ? "" : contentType.toLowerCase(Locale.ROOT));
        return matcher.matches() ? matcher.group(1) : "no content type";
    }

    private enum Kind {
        REDIRECT("redirects are not followed, as the credentials would go with them: give connection.url the address of"
                + " Elasticsearch itself"),
        NOT_ELASTICSEARCH(
                "its answers lack the header X-Elastic-Product: check connection.url, and the proxy if there is one"
                        + " in front of Elasticsearch"),
        NOT_HTTP("is it the transport port? Give connection.url the HTTP port, 9200 by default");

        private final String remedy;

        Kind(String remedy) {
            this.remedy = remedy;
        }
    }
}
