package dev.drawbridge.cdc.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * The captured tables as {@code table.include.list} names them. Debezium reads the option as a list of regular expressions,
 * compared without regard to case; here each must be the very name of one table, as what is captured has to be known.
 */
public final class OutboxTables {
    public static final String OPTION = "table.include.list";
    private static final String DEFAULT = "public.outbox";
    private static final Pattern NAME = Pattern.compile("[^.\\\\*+?\\[\\](){}|^$,]+\\.[^.\\\\*+?\\[\\](){}|^$,]+");

    /** Each {@code schema.table}, without quotes, in the case that PostgreSQL has stored. */
    private final Set<String> names;

    private OutboxTables(Set<String> names) {
        this.names = names;
    }

    /** What is wrong with the option and what to do; empty if nothing. */
    public static String problem(Map<String, String> config) {
        return parts(config)
                .filter(NAME.asMatchPredicate().negate())
                .findFirst()
                .map(part -> OPTION + ": '" + part + "' is a regular expression or no full name; name each table as"
                        + " schema.table, without quotes or escapes, in the case that PostgreSQL stores.")
                .orElse("");
    }

    /** @throws ConnectException when the option is not a list of names */
    static OutboxTables of(Map<String, String> config) {
        String problem = problem(config);
        if (!problem.isEmpty()) {
            throw new ConnectException(problem);
        }
        return new OutboxTables(parts(config).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Stream<String> parts(Map<String, String> config) {
        return Stream.of(config.getOrDefault(OPTION, DEFAULT).split(",", -1)).map(String::trim);
    }

    Set<String> names() {
        return names;
    }

    /** The names as a parameter for {@code string_to_array(?, ',')}: none has a comma. */
    String asParameter() {
        return String.join(",", names);
    }

    /** The names as SQL writes them. */
    String quoted(Catalog catalog) throws SQLException {
        List<String> quoted = new ArrayList<>();
        for (String name : names) {
            quoted.add(quoted(catalog, name));
        }
        return String.join(", ", quoted);
    }

    static String quoted(Catalog catalog, String name) throws SQLException {
        int dot = name.indexOf('.');
        return catalog.quoted(name.substring(0, dot)) + "." + catalog.quoted(name.substring(dot + 1));
    }
}
