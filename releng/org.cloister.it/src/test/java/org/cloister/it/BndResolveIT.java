// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Whether manifests say enough for a resolver: what bnd finds for a launcher and a platform launches, and is all. */
class BndResolveIT {
    private static final Pattern CHOSEN = Pattern.compile("\\t([\\w.]+);version='\\[([\\w.]+),");

    @TempDir
    private Path work;

    @Test
    void whatTheDocumentedCommandFindsLaunches() throws Exception {
        Path folder = Files.createDirectory(work.resolve("empty"));
        DocumentedBlock.in("Resolve with bnd", "bnd resolve").run(folder);
        List<Path> found = found(Files.readString(folder.resolve("cloister.bndrun")));
        assertThat(found)
                .extracting(file -> file.getFileName().toString().replaceFirst("_.*", ""))
                .contains("org.cloister.core", "org.cloister.softsev", "org.apache.felix.scr")
                .doesNotContain("org.cloister.kvm", "org.cloister.cli");
        try (Installed installed = Installed.only(BndResolveIT.class, Map.of(), found)) {
            for (Bundle bundle : installed.bundles()) {
                bundle.start();
            }
            assertThat(launched(installed.context()))
                    .isEqualTo(ExpectedDigest.of(work, "--vcpus", "2", "--vcpu-type", "EPYC-v4"));
        }
    }

    private static String launched(BundleContext context) throws Exception {
        Bundle insider = InsiderBundle.start(context, Insider.class, Insider.IMPORTS);
        @SuppressWarnings("unchecked")
        UnaryOperator<String> launcher = (UnaryOperator<String>) context.getService(insider.getRegisteredServices()[0]);
        String guest = launcher.apply("launch sev-snp");
        String digest = launcher.apply("proceed " + guest);
        assertThat(launcher.apply("close " + guest)).isEmpty();
        return digest;
    }

    private static List<Path> found(String written) throws IOException {
        List<Path> found = new ArrayList<>();
        Matcher chosen = CHOSEN.matcher(written.substring(written.indexOf("-runbundles")));
        while (chosen.find()) {
            String name = chosen.group(1) + "_" + chosen.group(2);
            try (Stream<Path> files = Files.list(DocumentedBlock.repository().resolve("plugins"))) {
                found.add(files.filter(file -> file.getFileName().toString().startsWith(name))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(name)));
            }
        }
        return found;
    }
}
