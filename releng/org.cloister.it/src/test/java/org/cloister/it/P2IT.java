// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Whether the p2 repository is all that it takes: installed by the documented command, started, updated. */
@EnabledIfSystemProperty(named = "framework", matches = "felix", disabledReason = "Equinox is a process of its own")
class P2IT {
    private static final String CHAPTER = "p2 and Equinox";
    private static final String LAUNCH = "cloister:launch --type sev-snp --platform emulated";

    @TempDir
    static Path work;

    private static Path folder;

    @BeforeAll
    static void installAsDocumented() throws Exception {
        folder = Files.createDirectory(work.resolve("empty"));
        DocumentedBlock.in(CHAPTER, "-DinstallIUs").run(folder);
    }

    @Test
    void whatWasInstalledLaunchesAndTakesAnUpdate() throws Exception {
        assertThat(launched()).contains(ExpectedDigest.of(work));
        assertThat(bundles()).isNotEmpty().noneMatch(NewerRepository::isNewer);
        Path newer = NewerRepository.of(DocumentedBlock.repository(), work.resolve("newer"));
        DocumentedBlock update = DocumentedBlock.in(CHAPTER, "-DuninstallIUs");
        new DocumentedBlock("REPOSITORY=" + newer + "\n" + update.text()).run(folder);
        assertThat(bundles()).isNotEmpty().allMatch(NewerRepository::isNewer);
        assertThat(launched()).contains(ExpectedDigest.of(work));
    }

    private static String launched() throws Exception {
        try (Equinox equinox = Equinox.started(folder)) {
            return equinox.typed(LAUNCH);
        }
    }

    private static List<String> bundles() throws IOException {
        Path list = folder.resolve("cloister/configuration/org.eclipse.equinox.simpleconfigurator/bundles.info");
        try (Stream<String> lines = Files.lines(list)) {
            return lines.filter(line -> line.startsWith("org.cloister.")).toList();
        }
    }

    @Test
    void vendorsGetTheSourcesOfEachBundle() throws IOException {
        try (Stream<Path> plugins = Files.list(DocumentedBlock.repository().resolve("plugins"))) {
            List<String> names =
                    plugins.map(file -> file.getFileName().toString()).toList();
            assertThat(names)
                    .filteredOn(name -> name.startsWith("org.cloister.")
                            && !name.contains(".source_")
                            && !name.startsWith("org.cloister.corretto."))
                    .hasSizeGreaterThan(10)
                    .allSatisfy(name -> assertThat(names).contains(name.replaceFirst("_", ".source_")));
        }
    }

    /** Nobody tests vendors' bundles where guests run. */
    @Test
    void theKitIsForVendorsAlone() throws IOException {
        assertThat(bundles()).isNotEmpty().noneMatch(line -> line.startsWith("org.cloister.tck,"));
        try (Stream<Path> plugins = Files.list(DocumentedBlock.repository().resolve("plugins"))) {
            assertThat(plugins.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("org.cloister.tck_"));
        }
    }

    @Test
    void eachJarOfOursSaysUnderWhichLicenceItIs() throws IOException {
        for (String kind : List.of("features", "plugins")) {
            try (Stream<Path> files = Files.list(DocumentedBlock.repository().resolve(kind))) {
                for (Path file : files.filter(
                                each -> each.getFileName().toString().startsWith("org.cloister.")
                                        && !each.getFileName().toString().contains(".source_"))
                        .toList()) {
                    try (JarFile jar = new JarFile(file.toFile())) {
                        assertThat(jar.getEntry("META-INF/LICENSE"))
                                .as(file.toString())
                                .isNotNull();
                        assertThat(jar.getEntry("META-INF/NOTICE"))
                                .as(file.toString())
                                .isNotNull();
                    }
                }
            }
        }
    }
}
