package dev.drawbridge.write.order.postgres;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;

/**
 * Binds what the driver takes as it is. Jdbi asks its factories one after another, again for each statement; this one is asked
 * first, and knows all that is bound here.
 */
final class JdbcArguments implements ArgumentFactory.Preparable {
    private static final Set<Type> KNOWN = Set.of(
            UUID.class,
            String.class,
            Long.class,
            Integer.class,
            Boolean.class,
            Double.class,
            BigDecimal.class,
            OffsetDateTime.class);

    @Override
    public Optional<Function<Object, Argument>> prepare(Type type, ConfigRegistry config) {
        return KNOWN.contains(type) ? Optional.of(JdbcArguments::argument) : Optional.empty();
    }

    private static Argument argument(Object value) {
        return (position, statement, context) -> statement.setObject(position, value);
    }
}
