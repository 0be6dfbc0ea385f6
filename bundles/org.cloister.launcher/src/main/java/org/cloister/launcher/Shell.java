package org.cloister.launcher;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The command {@code console}: a framework with a shell on the terminal, until the shell or the framework ends. */
final class Shell {
    private static final String PARTS = "org.apache.felix.gogo.";

    private Shell() {}

    /** Whether a bundle is there for the shell alone. */
    static boolean isPart(Path jar) {
        return jar.getFileName().toString().startsWith(PARTS);
    }

    static int run(Installation installation, CompletionStage<?> interrupted) throws StartException {
        // The shell comes last, because it reads commands as soon as it starts
        List<Path> bundles = installation.bundles().stream()
                .sorted(Comparator.comparing(Shell::isPart))
                .toList();
        try (EmbeddedFramework framework =
                EmbeddedFramework.start(installation.settings(), bundles, installation.temporary())) {
            framework.complaints().forEach(line -> System.err.println("cloister: " + line));
            interrupted.thenRun(framework::stop);
            framework.awaitStop();
            return 0;
        }
    }
}
