package dev.drawbridge.ops.environment;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A user and the reference to its password. Prints without the password. */
public record Credentials(String username, Secret password) {

    /** The value of an {@code Authorization} header. */
    public String basic() {
        byte[] pair = (username + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
}
