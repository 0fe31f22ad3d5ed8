/** What consumers get: documents made from a contract alone. Nothing here ever sees a mapping's data or an internal name. */
@NullMarked
package dev.drawbridge.transforms.catalogue;

import org.jspecify.annotations.NullMarked;
