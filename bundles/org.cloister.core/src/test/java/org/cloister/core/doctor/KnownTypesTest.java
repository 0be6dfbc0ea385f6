// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.GuestType;
import org.cloister.api.guest.GuestTypeNamespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The core cannot import AMD's types: what it knows of them is held against them, and against the bundles. */
class KnownTypesTest {
    private static final Pattern TYPE =
            Pattern.compile(Pattern.quote(GuestTypeNamespace.NAMESPACE) + "=\"?([a-z0-9-]+)\"?");

    @Test
    void eachTypeIsBroughtByTheBundleThatIsNamed() throws IOException {
        assertThat(declared())
                .isNotEmpty()
                .allSatisfy((type, bundle) ->
                        assertThat(KnownTypes.bundle(new GuestType(type))).contains(bundle));
    }

    @ParameterizedTest
    @EnumSource(AmdType.class)
    void eachOfAmdsTypesIsKnown(AmdType type) throws IOException {
        assertThat(KnownTypes.bundle(type.type()))
                .isEqualTo(Optional.ofNullable(declared().get(type.type().name())))
                .isPresent();
    }

    private static Map<String, String> declared() throws IOException {
        Map<String, String> declared = new TreeMap<>();
        try (Stream<Path> bundles = Files.list(Path.of("..").toAbsolutePath().normalize())) {
            for (Path bundle : bundles.toList()) {
                Path manifest = bundle.resolve("META-INF/MANIFEST.MF");
                if (Files.isRegularFile(manifest)) {
                    read(manifest, declared);
                }
            }
        }
        return declared;
    }

    private static void read(Path file, Map<String, String> declared) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Attributes main = new Manifest(in).getMainAttributes();
            Matcher type = TYPE.matcher(
                    Optional.ofNullable(main.getValue("Provide-Capability")).orElse(""));
            if (type.find()) {
                declared.put(type.group(1), main.getValue("Bundle-SymbolicName").split(";")[0]);
            }
        }
    }
}
