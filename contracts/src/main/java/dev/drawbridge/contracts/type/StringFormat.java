package dev.drawbridge.contracts.type;

import dev.drawbridge.contracts.annotation.Internal;
import dev.drawbridge.contracts.text.Rfc3339;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The formats of text that a contract may ask for, each checked strictly. */
@Internal
public enum StringFormat {
    DATE_TIME("date-time", "") {
        @Override
        public boolean matches(String text) {
            return Rfc3339.isDateTime(text);
        }
    },
    DATE("date", "\\d{4}-\\d{2}-\\d{2}") {
        @Override
        void check(String text) {
            LocalDate.parse(text);
        }
    },
    UUID("uuid", "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    URI_ABSOLUTE("uri", "[A-Za-z][A-Za-z0-9+.-]*:[\\x21-\\x7e]+") {
        @Override
        void check(String text) throws URISyntaxException {
            new URI(text);
        }
    };

    private final String keyword;
    private final Pattern shape;

    StringFormat(String keyword, String shape) {
        this.keyword = keyword;
        this.shape = Pattern.compile(shape);
    }

    public static Optional<StringFormat> named(String keyword) {
        return Stream.of(values())
                .filter(format -> format.keyword.equals(keyword))
                .findFirst();
    }

    public String keyword() {
        return keyword;
    }

    public boolean matches(String text) {
        if (!shape.matcher(text).matches()) {
            return false;
        }
        try {
            check(text);
            return true;
        } catch (DateTimeException | URISyntaxException withheld) { // its message quotes the value
            return false;
        }
    }

    void check(String text) throws URISyntaxException {}
}
