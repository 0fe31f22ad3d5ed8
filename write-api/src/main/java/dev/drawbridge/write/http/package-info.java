/** HTTP in, commands out; answers, versions and problems back. */
@NullMarked
package dev.drawbridge.write.http;

import org.jspecify.annotations.NullMarked;
