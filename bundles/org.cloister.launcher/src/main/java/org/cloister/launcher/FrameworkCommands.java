package org.cloister.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Commands that need services: they run in a framework that is there for their length. */
final class FrameworkCommands {
    private static final String ENTRY = "(&(objectClass=" + ToIntFunction.class.getName() + ")(cloister.entry=main))";
    private static final long PATIENCE_MILLIS = 5_000;

    private FrameworkCommands() {}

    static int run(Installation installation, Call call) throws StartException {
        // Standard output is for the result alone; a framework and its bundles may print there what they find worth
        // saying
        System.setOut(System.err);
        List<Path> bundles = installation.bundles().stream()
                .filter(Predicate.not(Shell::isPart))
                .toList();
        try (EmbeddedFramework framework =
                EmbeddedFramework.start(installation.settings(), bundles, installation.temporary())) {
            return call.by(entry(framework));
        }
    }

    /** The commands, as they are in the framework at this moment. */
    @SuppressWarnings("unchecked") // What such a service takes is a contract of the commands, see their entry point
    static ToIntFunction<Map<String, Object>> entry(EmbeddedFramework framework) throws StartException {
        return (ToIntFunction<Map<String, Object>>) framework
                .service(ENTRY, PATIENCE_MILLIS)
                .orElseThrow(() -> new StartException(
                        Stream.concat(
                                        Stream.of(
                                                "the commands did not come up in the framework; unpack cloister anew"),
                                        framework.complaints().stream())
                                .toList(),
                        null));
    }
}
