// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** Amazon's provider as bundles: what is not for this processor does not resolve, and nothing of ours asks for any. */
class ProviderIT {
    private static final String X86_64 = "org.cloister.corretto.linux.x86_64";
    private static final String AARCH64 = "org.cloister.corretto.linux.aarch64";
    private static final String AMAZON = "AmazonCorrettoCryptoProvider";
    private static final String PACKAGE = "com.amazon.corretto.crypto.provider";
    private static final String JAVAS = "SUN";
    /** So many signatures Java checks by itself; of each pair there are two. */
    private static final String FEW = "49";

    private static final String MANY = "60";

    private static Installed installed(Map<String, String> framework, String... bundles) throws Exception {
        List<Path> jars = Stream.concat(
                        Stream.of(Installed.jar("org.cloister.api"), Installed.jar("org.cloister.amd")),
                        Stream.of(bundles).map(ClassPathJar::of))
                .toList();
        return Installed.only(ProviderIT.class, framework, jars);
    }

    @SuppressWarnings("unchecked")
    private static UnaryOperator<String> insider(Installed installed) throws Exception {
        Bundle bundle = InsiderBundle.start(installed.context(), SignaturesInsider.class, SignaturesInsider.IMPORTS);
        return (UnaryOperator<String>) installed.context().getService(bundle.getRegisteredServices()[0]);
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, x86-64, org.cloister.corretto.linux.x86_64",
        "Linux, aarch64, org.cloister.corretto.linux.aarch64",
        "Linux, riscv64, none",
        "Windows10, x86-64, none",
        "macosx, aarch64, none",
    })
    void exactlyTheOneThatFitsResolves(String system, String processor, String fits) throws Exception {
        Map<String, String> told =
                Map.of(Constants.FRAMEWORK_OS_NAME, system, Constants.FRAMEWORK_PROCESSOR, processor);
        try (Installed installed = installed(told, X86_64, AARCH64)) {
            installed.context().getBundle(0).adapt(FrameworkWiring.class).resolveBundles(null);
            for (String name : List.of(X86_64, AARCH64)) {
                assertThat(installed.bundle(name).getState())
                        .as(name)
                        .isEqualTo(name.equals(fits) ? Bundle.RESOLVED : Bundle.INSTALLED);
            }
        }
    }

    @Test
    void manySignaturesAreCheckedByTheProviderOfTheBundle() throws Exception {
        needsThisProcessor();
        try (Installed installed = installed(Map.of(), X86_64, AARCH64)) {
            UnaryOperator<String> insider = insider(installed);
            assertThat(insider.apply(FEW)).isEqualTo(JAVAS);
            assertThat(wires(installed)).isEmpty();
            assertThat(insider.apply(MANY)).isEqualTo(AMAZON);
            assertThat(wires(installed)).containsExactly(X86_64);
            assertThat(installed.bundle(AARCH64).getState()).isEqualTo(Bundle.INSTALLED);
        }
    }

    /** The dynamic import, once its class is loaded. */
    private static List<String> wires(Installed installed) {
        return installed
                .bundle("org.cloister.amd")
                .adapt(BundleWiring.class)
                .getRequiredWires("osgi.wiring.package")
                .stream()
                .filter(wire ->
                        PACKAGE.equals(wire.getCapability().getAttributes().get("osgi.wiring.package")))
                .map(wire -> wire.getProvider().getSymbolicName())
                .toList();
    }

    @Test
    void withoutItJavaChecksThemAll() throws Exception {
        try (Installed installed = installed(Map.of())) {
            assertThat(insider(installed).apply(MANY)).isEqualTo(JAVAS);
        }
    }

    /** As on a full disk, or where the folder for temporary files forbids execution. */
    @Test
    void whereItDoesNotLoadJavaChecksThemAll() throws Exception {
        needsThisProcessor();
        String folder = PACKAGE + ".tmpdir";
        try (Installed installed = installed(Map.of(), X86_64, AARCH64)) {
            System.setProperty(folder, "/proc/none");
            assertThat(insider(installed).apply(MANY)).isEqualTo(JAVAS);
            assertThat(wires(installed)).containsExactly(X86_64);
        } finally {
            System.clearProperty(folder);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {X86_64, AARCH64})
    void theSignedJarIsAmazons(String name) throws Exception {
        try (JarFile bundle = new JarFile(ClassPathJar.of(name).toFile());
                InputStream content = bundle.getInputStream(Objects.requireNonNull(bundle.getEntry(AMAZON + ".jar")))) {
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content.readAllBytes()));
            assertThat(bundle.getEntry("META-INF/aws-lc.txt")).isNotNull();
            String exported = bundle.getManifest().getMainAttributes().getValue(Constants.EXPORT_PACKAGE);
            String version = exported.replaceAll(".*version=\"([^\"]+)\".*", "$1");
            String classifier = name.equals(X86_64) ? "linux-x86_64" : "linux-aarch_64";
            assertThat(Files.readAllLines(Path.of("..", "..", ".mvn", "checksums", "checksums.sha256")))
                    .contains(digest + "  software/amazon/cryptools/" + AMAZON + '/' + version + '/' + AMAZON + '-'
                            + version + '-' + classifier + ".jar");
        }
    }

    private static void needsThisProcessor() {
        Needs.that(
                System.getProperty("os.arch").equals("amd64") && Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2")),
                () -> "Linux with glibc on x86-64");
    }
}
