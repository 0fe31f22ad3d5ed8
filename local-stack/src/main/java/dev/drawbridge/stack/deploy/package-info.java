/**
 * The one-shot steps of a deployment that is not the local stack's own, such as docker-compose.yml's: each finds out by
 * itself whether there is anything to do.
 */
@NullMarked
package dev.drawbridge.stack.deploy;

import org.jspecify.annotations.NullMarked;
