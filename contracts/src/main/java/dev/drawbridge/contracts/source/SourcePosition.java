package dev.drawbridge.contracts.source;

import dev.drawbridge.contracts.annotation.Internal;

/** A place in a file; both numbers count from 1. */
@Internal
public record SourcePosition(int line, int column) {
    public static final SourcePosition START = new SourcePosition(1, 1);
}
