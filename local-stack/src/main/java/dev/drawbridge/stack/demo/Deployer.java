package dev.drawbridge.stack.demo;

import dev.drawbridge.ops.files.ConnectorFile;

/** The two connectors as they run, and the way to change them. */
public interface Deployer {
    /** As deployed now, references to secrets unresolved. */
    ConnectorFile source() throws Exception;

    /** As deployed now, references to secrets unresolved. */
    ConnectorFile sink() throws Exception;

    /** Puts the source connector and returns when a task of this very configuration reads the slot. */
    void deploySource(ConnectorFile connector) throws Exception;

    /** Puts the sink connector and returns when a task of this very configuration consumes. */
    void deploySink(ConnectorFile connector) throws Exception;
}
