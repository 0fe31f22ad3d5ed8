package dev.drawbridge.stack.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;

/** What a person can do with a stack that is up and has the sample, ready to copy and paste. */
public final class NextSteps {
    private NextSteps() {}

    /**
     * The calls.
     *
     * @param alias of the sample's read model
     * @param secrets the stack's secrets file
     */
    public static String of(URI writeApi, URI elasticsearch, String alias, Path secrets) {
        return """

                Create an order and give it a line:
                  curl -sS -X POST %1$s/create -H 'Content-Type: application/json' -d '{"customerName":"Ada Lovelace","customerCity":"London"}'
                  curl -sS -X POST %1$s/add-line -H 'Content-Type: application/json' -d '{"productName":"Difference Engine","quantity":1,"unitPrice":1991.00,"unitCost":1822.00}'
                A second later, find it, as the read-only user of a search page (the password goes from its file to curl, not onto a command line):
                  sed -n 's/^elasticsearch.search.password=/user=search:/p' %4$s | curl -sS -K - '%2$s/%3$s/_search?q=customerName:lovelace&pretty'
                  ./drawbridge search "ada engine"
                Send a stream of orders, and see how long each takes to be found:
                  ./drawbridge demo
                """.formatted(
                        writeApi + "/orders/" + UUID.randomUUID(), elasticsearch, alias, quoted(secrets.toString()));
    }

    /** One word for a shell, whatever is in it. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
