// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cloister.it.Program.Ended;
import org.cloister.it.vendor.Delegating;
import org.cloister.it.vendor.EatsMemory;
import org.cloister.it.vendor.EndsTheProcess;
import org.cloister.it.vendor.FailsToStop;
import org.cloister.it.vendor.Hangs;
import org.cloister.it.vendor.LeavesItsClasses;
import org.cloister.it.vendor.ThrowsInActivation;
import org.cloister.tck.bundle.BundleRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.Constants;

/** Bundles as they are shipped and built by vendors, put through the kit by its command. */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
class TckIT {
    private static final String BUNDLE_RULES = BundleRules.table().checks().stream()
            .map(check -> check.rule().name())
            .collect(Collectors.joining(","));
    private static final String COMPONENT = "OSGI-INF/org.cloister.snp.SnpGuestSupport.xml";

    @TempDir
    Path work;

    private Ended tested(String jar, String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("tck", jar, "-o", "json"));
        words.addAll(List.of(more));
        return new Program(work).run(words.toArray(String[]::new));
    }

    private static Map<String, String> checks(Ended ended, String status) {
        Map<String, String> seen = new TreeMap<>();
        JsonObject report = JsonParser.parseString(ended.out()).getAsJsonObject();
        for (JsonElement bundle : report.getAsJsonArray("bundles")) {
            for (JsonElement one : bundle.getAsJsonObject().getAsJsonArray("checks")) {
                JsonObject check = one.getAsJsonObject();
                if (check.get("status").getAsString().equals(status)) {
                    seen.put(check.get("name").getAsString(), check.get("seen").getAsString());
                }
            }
        }
        return seen;
    }

    private void passes(String jar, String... more) throws Exception {
        Ended ended = tested(jar, more);
        assertThat(ended.err()).isEmpty();
        assertThat(checks(ended, "failed")).isEmpty();
        assertThat(checks(ended, "not-performed")).isEmpty();
        assertThat(ended.code()).isZero();
    }

    /** What the kit found of a bundle that fails in one way, each check with what it saw. */
    private Map<String, String> failed(Class<? extends Delegating> how, String... more) throws Exception {
        Path jar = Variant.of("9.0.0").with(how).into(work.resolve("variant.jar"));
        Ended ended = tested(jar.toString(), more);
        assertThat(ended.code()).as(ended.err()).isEqualTo(1);
        assertThat(checks(ended, "not-performed")).isNotEmpty();
        return checks(ended, "failed");
    }

    @Test
    void theTypesThatAreShippedPass() throws Exception {
        for (String bundle : List.of("org.cloister.sev", "org.cloister.seves", "org.cloister.snp")) {
            passes(Installed.jar(bundle).toString());
        }
    }

    @Test
    void thePlatformInSoftwarePasses() throws Exception {
        passes(Installed.jar("org.cloister.softsev").toString());
    }

    @Test
    void theBundlesOfAVendorPass() throws Exception {
        passes(Samples.jar(Samples.SNP).toString());
        passes(
                Samples.jar(Samples.CAPSULE).toString(),
                Samples.jar(Samples.CAPSULE_PLATFORM).toString());
    }

    @Test
    void typesUnlikeAmdsPass() throws Exception {
        passes(
                Samples.jar(Samples.TD).toString(),
                Samples.jar(Samples.REALM).toString(),
                Samples.jar(Samples.REGISTER_PLATFORM).toString());
    }

    @Test
    void whoEndsTheProcessIsBlamed() throws Exception {
        assertThat(failed(EndsTheProcess.class)).containsOnlyKeys("start");
    }

    @Test
    void whoEatsTheMemoryIsBlamed() throws Exception {
        assertThat(failed(EatsMemory.class)).containsOnlyKeys("start");
    }

    @Test
    void whoHangsIsBlamed() throws Exception {
        assertThat(failed(Hangs.class, "--call-timeout", "3s")).containsOnlyKeys("start");
    }

    @Test
    void whatCannotBeMadeIsBlamed() throws Exception {
        assertThat(failed(ThrowsInActivation.class)).containsOnlyKeys("bundle.service");
    }

    /** Of the rules of bundles, whatever their code does, those that a variant breaks. */
    private Set<String> broken(Variant variant) throws Exception {
        Path jar = variant.into(work.resolve("variant.jar"));
        Ended ended = tested(jar.toString(), "--only", BUNDLE_RULES);
        assertThat(ended.code()).as(ended.err()).isEqualTo(1);
        return checks(ended, "failed").keySet();
    }

    @Test
    void aBundleThatBringsNothingIsRefused() throws Exception {
        assertThat(broken(Variant.of("9.0.0").header("Service-Component", ""))).containsExactly("bundle.service");
        assertThat(broken(Variant.of(Samples.jar(Samples.CAPSULE_PLATFORM), "9.0.0")
                        .header("Service-Component", "")))
                .containsExactly("bundle.service");
    }

    @Test
    void whatAPlatformsBundleSaysOfItIsJudged() throws Exception {
        for (String said : List.of("capsulevm;trust=hardware", "other;trust=emulated")) {
            assertThat(broken(Variant.of(Samples.jar(Samples.CAPSULE_PLATFORM), "9.0.0")
                            .header(
                                    Constants.PROVIDE_CAPABILITY,
                                    "org.cloister.platform;org.cloister.platform=" + said)))
                    .containsExactly("bundle.platform");
        }
        assertThat(broken(Variant.of(Samples.jar(Samples.CAPSULE_PLATFORM), "9.0.0")
                        .header(Constants.PROVIDE_CAPABILITY, "")))
                .containsExactly("bundle.platform");
    }

    /** What keeps a bundle from serving is said as operators read it: with the first cause, and what to do. */
    @ParameterizedTest
    @EnumSource
    void theFirstCauseIsToldWithWhatToDo(Spoilt spoilt) throws Exception {
        Ended ended = tested(spoilt.into(work.resolve("spoilt.jar")).toString(), "--only", BUNDLE_RULES);
        assertThat(ended.code()).as(ended.err()).isEqualTo(1);
        assertThat(checks(ended, "failed"))
                .hasSize(1)
                .allSatisfy((check, seen) -> assertThat(seen).contains(spoilt.cause(), spoilt.remedy()));
    }

    @Test
    void soIsThatOfAnActivator() throws Exception {
        String entry = FailsToStop.class.getName().replace('.', '/') + ".class";
        byte[] newer = FailsToStop.class.getResourceAsStream("/" + entry).readAllBytes();
        newer[6] = 0;
        newer[7] = (byte) 143;
        Map<Variant, Spoilt> causes = Map.of(
                with(FailsToStop.class).entry(entry, newer), Spoilt.CLASS_OF_NEWER_JAVA,
                with(FailsToStop.class).header(Constants.BUNDLE_ACTIVATOR, "not.There"), Spoilt.CLASS_MISSING);
        for (Map.Entry<Variant, Spoilt> one : causes.entrySet()) {
            Path jar = one.getKey().into(work.resolve("variant.jar"));
            Map<String, String> failed = checks(tested(jar.toString(), "--only", BUNDLE_RULES), "failed");
            assertThat(failed).containsOnlyKeys("bundle.starts");
            assertThat(failed.get("bundle.starts"))
                    .contains(one.getValue().cause(), one.getValue().remedy());
        }
    }

    @Test
    void whatABundleSaysOfItselfIsJudged() throws Exception {
        assertThat(broken(Variant.of("9.0.0").importing("com.example.nowhere"))).containsExactly("bundle.starts");
        assertThat(broken(Variant.of("9.0.0").header(Constants.PROVIDE_CAPABILITY, "com.example.other")))
                .containsExactly("bundle.capability");
        assertThat(broken(Variant.of("9.0.0").header(Constants.EXPORT_PACKAGE, "org.cloister.snp")))
                .containsExactly("bundle.exports");
        assertThat(broken(Variant.of("9.0.0").importing("org.cloister.api.launch;version=\"1.0\"")))
                .containsExactly("bundle.imports");
    }

    private static Variant with(Class<? extends BundleActivator> activator) throws IOException {
        String entry = activator.getName().replace('.', '/') + ".class";
        return Variant.of("9.0.0")
                .header(Constants.BUNDLE_ACTIVATOR, activator.getName())
                .importing("org.osgi.framework")
                .entry(entry, activator.getResourceAsStream("/" + entry).readAllBytes());
    }

    @Test
    void howABundleGoesIsJudged() throws Exception {
        assertThat(broken(with(FailsToStop.class))).containsExactly("bundle.stops");
        assertThat(broken(with(LeavesItsClasses.class))).containsExactly("bundle.unloads");
    }

    @Test
    void aBundleThatBringsTwoIsRefused() throws Exception {
        String second = "OSGI-INF/second.xml";
        String text = new String(Variant.shipped(COMPONENT), StandardCharsets.UTF_8);
        byte[] renamed = text.replaceFirst("name=\"[^\"]*\"", "name=\"second\"").getBytes(StandardCharsets.UTF_8);
        assertThat(broken(Variant.of("9.0.0")
                        .header("Service-Component", COMPONENT + "," + second)
                        .entry(second, renamed)))
                .containsExactly("bundle.one");
    }

    @Test
    void aFileThatIsNotABundleIsRefused() throws Exception {
        Path file = Files.writeString(work.resolve("no.jar"), "no jar");
        Ended ended = tested(file.toString());
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("no.jar", "not a bundle");
    }

    /** The framework, and not the manifest's name alone, decides; what is beside it is not kept from its turn. */
    @Test
    void aBundleThatTheFrameworkDoesNotTakeIsRefusedAndTheOthersAreNot() throws Exception {
        Path odd = Variant.of("9.0.0").header(Constants.BUNDLE_VERSION, "nine").into(work.resolve("odd.jar"));
        Ended ended = tested(odd.toString());
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("odd.jar", "not a bundle", "nine").doesNotContain("Exception");
        Ended beside = new Program(work)
                .run("tck", Installed.jar("org.cloister.snp").toString(), odd.toString(), "--only", "bundle.starts");
        assertThat(beside.err()).contains("odd.jar", "not a bundle").doesNotContain("org.cloister.snp");
    }

    @Test
    void aCheckThatThereIsNotIsRefused() throws Exception {
        Ended ended = tested(Installed.jar("org.cloister.snp").toString(), "--only", "plan.nothing");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("plan.nothing");
    }
}
