// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.io.IOException;

/** Takes frames for the other side. Safe for use by several threads. */
@FunctionalInterface
interface FrameSink {
    void write(Frame frame) throws IOException;
}
