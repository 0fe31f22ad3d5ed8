package dev.drawbridge.transforms.contract;

import java.util.ArrayList;
import java.util.List;

/** A file while it is read: its name, and what has been found wrong with it so far. Not thread-safe. */
record SourceFile(String name, List<Finding> findings) {

    SourceFile(String name) {
        this(name, new ArrayList<>());
    }

    void warn(Position at, String what, String why, String todo) {
        findings.add(new Finding(Finding.Severity.WARNING, name, at.line(), at.column(), what, why, todo));
    }

    void report(Position at, String what, String why, String todo) {
        findings.add(new Finding(Finding.Severity.ERROR, name, at.line(), at.column(), what, why, todo));
    }
}
