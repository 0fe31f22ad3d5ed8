package dev.drawbridge.contracts.source;

import dev.drawbridge.contracts.annotation.Internal;
import java.util.ArrayList;
import java.util.List;

/** A file while it is read: its name, and what has been found wrong with it so far. Not thread-safe. */
@Internal
public record SourceFile(String name, List<Finding> findings) {

    public SourceFile(String name) {
        this(name, new ArrayList<>());
    }

    public void warn(SourcePosition at, String what, String why, String todo) {
        findings.add(new Finding(Finding.Severity.WARNING, name, at.line(), at.column(), what, why, todo));
    }

    public void report(SourcePosition at, String what, String why, String todo) {
        findings.add(new Finding(Finding.Severity.ERROR, name, at.line(), at.column(), what, why, todo));
    }
}
