// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.cloister.api.Problem;
import org.cloister.api.operate.BackendFile;
import org.cloister.it.vendor.Marks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * What manifest, pin, signature or a class that cannot be loaded refuse has not run: not its activator, nor an
 * initialiser of a class.
 */
class RefusedUnrunIT {
    private static final String MARKS = Marks.class.getName();
    private static final String ENTRY = MARKS.replace('.', '/') + ".class";
    private static final String COMPONENT = "OSGI-INF/org.cloister.snp.SnpGuestSupport.xml";
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    @TempDir
    static Path watched;

    private static SwapBed bed;

    @BeforeAll
    static void start() throws Exception {
        bed = SwapBed.start("RefusedUnrunIT", Map.of("cloister.backends", watched.toString()));
    }

    @AfterAll
    static void stop() throws Exception {
        bed.close();
    }

    @BeforeEach
    void forget() {
        System.clearProperty(Marks.RAN);
    }

    @AfterEach
    void unrun() {
        assertThat(System.getProperty(Marks.RAN)).isNull();
    }

    /** As vendors have it, with an activator that shows that it ran. */
    private static Variant marked() throws Exception {
        return Variant.of("2.0.0")
                .importing("org.osgi.framework")
                .header(Constants.BUNDLE_ACTIVATOR, MARKS)
                .entry(ENTRY, marks());
    }

    private static byte[] marks() throws Exception {
        try (InputStream in = Marks.class.getResourceAsStream("/" + ENTRY)) {
            return in.readAllBytes();
        }
    }

    private static Problem refused(Variant variant) throws Exception {
        return bed.refused(bed.jar(variant));
    }

    @Test
    void aBundleThatDoesNotSayWhatItBrings() throws Exception {
        Problem problem = refused(marked().header(Constants.PROVIDE_CAPABILITY, ""));
        assertThat(problem.code()).isEqualTo("swap.undeclared");
        assertThat(problem.remedy()).contains("Provide-Capability: org.cloister.guest.type;org.cloister.guest.type=");
    }

    @Test
    void aBundleThatSaysItBringsAnotherType() throws Exception {
        assertThat(refused(marked().declaring("sev-es")).code()).isEqualTo("swap.type");
    }

    @Test
    void anImportThatNobodyExports() throws Exception {
        assertThat(refused(marked().importing("com.acme.licence")).code()).isEqualTo("swap.unresolved");
    }

    @Test
    void aBundleForANewerJava() throws Exception {
        Problem problem = refused(
                marked().header(Constants.REQUIRE_CAPABILITY, "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\""));
        assertThat(problem.code()).isEqualTo("swap.unresolved");
        assertThat(problem.message())
                .contains("found Java " + Runtime.version().feature(), "expected Java 99", "JAVA_HOME");
    }

    @Test
    void aClassForANewerJava() throws Exception {
        byte[] newer = marks();
        newer[6] = 0;
        newer[7] = (byte) (99 + 44);
        Problem problem = refused(marked().entry(ENTRY, newer));
        assertThat(problem.code()).isEqualTo("swap.class");
        assertThat(problem.message()).contains(MARKS, "built for Java 99", "JAVA_HOME");
    }

    @Test
    void aClassThatIsMissing() throws Exception {
        Problem problem = refused(marked().header(Constants.BUNDLE_ACTIVATOR, "not.There"));
        assertThat(problem.code()).isEqualTo("swap.class");
        assertThat(problem.message()).contains("not.There");
    }

    @Test
    void aClassThatIsDamaged() throws Exception {
        byte[] damaged = marks();
        Arrays.fill(damaged, 20, damaged.length / 2, (byte) 0);
        assertThat(refused(marked().entry(ENTRY, damaged)).code()).isEqualTo("swap.class");
    }

    @Test
    void aComponentWhoseClassIsMissing() throws Exception {
        String description = "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.3.0\" name=\"x\">"
                + "<implementation class=\"not.There\"/></scr:component>";
        Problem problem = refused(marked().entry(COMPONENT, description.getBytes(StandardCharsets.UTF_8)));
        assertThat(problem.code()).isEqualTo("swap.class");
        assertThat(problem.message()).contains("not.There");
    }

    @Test
    void aComponentWhoseDescriptionCannotBeRead() throws Exception {
        Problem problem = refused(marked().entry(COMPONENT, "<component><".getBytes(StandardCharsets.UTF_8)));
        assertThat(problem.code()).isEqualTo("swap.component");
        assertThat(problem.message()).contains(COMPONENT);
        assertThat(refused(marked().header("Service-Component", "OSGI-INF/no.xml"))
                        .code())
                .isEqualTo("swap.component");
    }

    @Test
    void whatIsNotPinnedNeitherByCommandNorByFolder() throws Exception {
        Path other = bed.jar(marked());
        Path pinned = bed.jar(Variant.of("3.0.0"));
        configure(new String[] {sha256(pinned)});
        try {
            Problem problem = bed.refused(other);
            assertThat(problem.code()).isEqualTo("swap.untrusted");
            assertThat(problem.remedy()).contains(sha256(other), "pinned.sha256");
            Files.copy(other, watched.resolve("a-other.jar"));
            Files.copy(pinned, watched.resolve("b-pinned.jar"));
            // The later one comes after the earlier one was looked at
            until("3.0.0");
            assertThat(bed.current().file()).map(BackendFile::sha256).contains(sha256(pinned));
            assertThat(bed.current().file())
                    .map(BackendFile::signers)
                    .hasValueSatisfying(signers -> assertThat(signers).isEmpty());
        } finally {
            Files.deleteIfExists(watched.resolve("a-other.jar"));
            Files.deleteIfExists(watched.resolve("b-pinned.jar"));
            configure(new String[0]);
        }
    }

    private static void until(String version) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        // The swap by the folder has its end when another one is not refused for its sake. Only the reason is asked:
        // what a swap of the folder installs and removes meanwhile changes what else there is
        while (!bed.servesAlone(version) || bed.reason(Path.of("no.jar")).code().equals("swap.busy")) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    /** By reflection, as the class of that name on this class path is not the one of the bundle. */
    private static void configure(String[] pinned) throws Exception {
        BundleContext context = bed.host.context();
        ServiceReference<?>[] found = context.getAllServiceReferences("org.osgi.service.cm.ConfigurationAdmin", null);
        Object admin = context.getService(found[0]);
        Object configuration = admin.getClass()
                .getMethod("getConfiguration", String.class, String.class)
                .invoke(admin, "org.cloister.core.backends", "?");
        Dictionary<String, Object> properties = new Hashtable<>(Map.of("canary", true));
        if (pinned.length > 0) {
            properties.put("pinned.sha256", pinned);
        }
        configuration.getClass().getMethod("update", Dictionary.class).invoke(configuration, properties);
        long end = System.nanoTime() + PATIENCE_NANOS;
        String seen = pinned.length > 0 ? "(pinned.sha256=*)" : "(&(canary=*)(!(pinned.sha256=*)))";
        while (context.getAllServiceReferences("org.cloister.core.swap.BackendPins", seen) == null) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
