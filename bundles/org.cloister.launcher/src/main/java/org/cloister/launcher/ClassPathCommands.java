// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Commands that need no service: they run as they lie on the class path. */
final class ClassPathCommands {
    /**
     * What a command returns that can do nothing without services, and has done nothing yet. No process ends with it.
     */
    static final int NEEDS_FRAMEWORK = -1;

    // By its name: to look for providers, Java would open every jar of the class path
    private static final String ENTRY = "org.cloister.cli.CommandEntry";

    private ClassPathCommands() {}

    static int run(Call call) throws StartException {
        return call.by(entry());
    }

    @SuppressWarnings("unchecked") // What the entry point takes is a contract of the commands
    private static ToIntFunction<Map<String, Object>> entry() throws StartException {
        try {
            return (ToIntFunction<Map<String, Object>>)
                    Class.forName(ENTRY).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new StartException(List.of("the commands are not on the class path; unpack cloister anew"), e);
        }
    }
}
