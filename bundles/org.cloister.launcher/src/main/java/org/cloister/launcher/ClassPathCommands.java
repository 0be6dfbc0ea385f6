// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.ToIntFunction;

/** Commands that need no service: they run as they lie on the class path. */
final class ClassPathCommands {
    /**
     * What a command returns that can do nothing without services, and has done nothing yet. No process ends with it.
     */
    static final int NEEDS_FRAMEWORK = -1;

    private ClassPathCommands() {}

    static int run(Call call) throws StartException {
        return call.by(entry());
    }

    @SuppressWarnings("unchecked") // What such a provider takes is a contract of the commands, see their entry point
    private static ToIntFunction<Map<String, Object>> entry() throws StartException {
        return ServiceLoader.load(ToIntFunction.class)
                .findFirst()
                .orElseThrow(() -> new StartException("the commands are not on the class path; unpack cloister anew"));
    }
}
