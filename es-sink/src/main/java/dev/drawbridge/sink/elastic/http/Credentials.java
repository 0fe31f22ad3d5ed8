package dev.drawbridge.sink.elastic.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/** What the sink shows to be let in: nothing, user and password, or an API key. Never shown by toString. */
public final class Credentials {

    /** No authentication. */
    public static final Credentials NONE = new Credentials(Optional.empty());

    private final Optional<Password> authorization;

    private Credentials(Optional<Password> authorization) {
        this.authorization = authorization;
    }

    /** Basic authentication. */
    public static Credentials basic(String user, Password password) {
        String pair = user + ":" + password.value();
        String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return new Credentials(Optional.of(new Password("Basic " + encoded)));
    }

    /** An API key, encoded as Elasticsearch gives it out. */
    public static Credentials apiKey(Password encoded) {
        return new Credentials(Optional.of(new Password("ApiKey " + encoded.value())));
    }

    /** The value of the Authorization header. */
    Optional<String> authorization() {
        return authorization.map(Password::value);
    }

    @Override
    public String toString() {
        return authorization.isPresent() ? Password.HIDDEN : "none";
    }
}
