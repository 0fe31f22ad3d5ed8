package dev.drawbridge.write;

import dev.drawbridge.http.ApiKeys;

/** The command that makes an API key: the key for the client, its hash for the service. */
public final class NewApiKey {
    private NewApiKey() {}

    /** Takes the client's name. */
    public static void main(String[] args) {
        if (args.length != 1 || !args[0].matches("[A-Za-z0-9._-]{1,64}")) {
            System.err.println("Usage: NewApiKey NAME (letters, digits, dots, dashes, underscores)");
            System.exit(2);
        }
        String key = ApiKeys.generate();
        System.out.println("Give to " + args[0] + ", it is shown only now:  Authorization: Bearer " + key);
        System.out.println("Add to " + WriteApiConfig.KEYS + ":  " + args[0] + ":" + ApiKeys.hash(key));
    }
}
