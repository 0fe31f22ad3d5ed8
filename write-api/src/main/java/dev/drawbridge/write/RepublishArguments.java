package dev.drawbridge.write;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What {@link RepublishOrders} was asked for. Immutable.
 *
 * @param ids which orders; empty for all
 * @param after only those whose ids come after this one, to go on where an earlier run ended; null from the first
 * @param rate how many a second at most
 */
record RepublishArguments(List<UUID> ids, @Nullable UUID after, int rate) {
    static final String USAGE = "Usage: RepublishOrders ORDER-ID... [--rate N]%n"
            + "       RepublishOrders --all [--after ORDER-ID] [--rate N]%n"
            + "Publishes orders once more at the versions they have; N orders a second at most, 200 unless said.%n";

    private static final int DEFAULT_RATE = 200;
    private static final int MAX_RATE = 1_000_000;

    /** @throws IllegalArgumentException that says which argument is wrong */
    static RepublishArguments parse(String... arguments) {
        List<UUID> ids = new ArrayList<>();
        UUID after = null;
        int rate = DEFAULT_RATE;
        boolean all = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--all" -> all = true;
                case "--after" -> after = id(valueOf(arguments, i++));
                case "--rate" -> rate = rate(valueOf(arguments, i++));
                default -> ids.add(id(arguments[i]));
            }
        }
        if (all == !ids.isEmpty() || (after != null && !all)) {
            throw new IllegalArgumentException("Name either orders by their ids, or --all, which alone takes --after.");
        }
        return new RepublishArguments(List.copyOf(ids), after, rate);
    }

    private static String valueOf(String[] arguments, int option) {
        if (option + 1 == arguments.length) {
            throw new IllegalArgumentException(arguments[option] + " needs a value.");
        }
        return arguments[option + 1];
    }

    private static UUID id(String argument) {
        try {
            return UUID.fromString(argument);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(argument + " is neither an option nor the id of an order.", e);
        }
    }

    private static int rate(String argument) {
        if (argument.matches("[1-9][0-9]{0,6}") && Integer.parseInt(argument) <= MAX_RATE) {
            return Integer.parseInt(argument);
        }
        throw new IllegalArgumentException("--rate takes a number from 1 to " + MAX_RATE + ".");
    }
}
