// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.DebugAccess;
import org.cloister.api.guest.EvidenceFormat;
import org.cloister.api.guest.GuestAttestation;
import org.cloister.api.guest.GuestCapability;
import org.cloister.api.guest.GuestReset;
import org.cloister.api.guest.GuestTransfer;
import org.cloister.api.guest.HostAttestation;
import org.cloister.api.guest.SecretInjection;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryView;
import org.cloister.api.platform.Adaptable;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;
import org.cloister.tck.bundle.BundleRules;
import org.cloister.tck.check.ContractRule;
import org.cloister.tck.check.RuleTable;
import org.cloister.tck.check.VendorCheck;
import org.cloister.tck.guest.GuestTypeRules;
import org.cloister.tck.platform.VmmRules;
import org.junit.jupiter.api.Test;

/** The tables of rules against the interfaces and the guide that they come from. */
class RulesTest {
    /** What vendors implement. */
    private static final List<Class<?>> INTERFACES = List.of(
            ConfidentialGuestSupport.class,
            DebugAccess.class,
            EvidenceFormat.class,
            GuestAttestation.class,
            GuestCapability.class,
            GuestReset.class,
            GuestTransfer.class,
            HostAttestation.class,
            SecretInjection.class,
            Vmm.class,
            VirtualMachine.class,
            Adaptable.class,
            Executor.class,
            SecureProcessor.class,
            PlatformUsage.class,
            GuestMemory.class,
            MemoryView.class);

    private static final Path GUIDE = Path.of("..", "..", "releng", "org.cloister.vendor-samples", "README.md");
    private static final Pattern ROW = Pattern.compile("\\| ((?:`\\w+`(?:, )?)+) \\|.*");

    private static List<RuleTable<?>> tables() {
        return List.of(BundleRules.table(), GuestTypeRules.table(), VmmRules.table());
    }

    private static Stream<ContractRule> rules() {
        return tables().stream().flatMap(table -> table.rules().stream());
    }

    private static Set<String> methods() {
        return INTERFACES.stream()
                .flatMap(type -> Stream.of(type.getDeclaredMethods())
                        .filter(method -> !method.isSynthetic() && !Modifier.isPrivate(method.getModifiers()))
                        .map(Method::getName)
                        .map(name -> type.getSimpleName() + "." + name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void eachMethodThatVendorsImplementHasARule() {
        Set<String> without = methods();
        rules().forEach(rule -> without.remove(rule.method()));
        assertThat(without).isEmpty();
    }

    @Test
    void eachRuleNamesAMethodThatThereIs() {
        Set<String> ours = INTERFACES.stream().map(Class::getSimpleName).collect(Collectors.toSet());
        Set<String> there = methods();
        assertThat(rules().map(ContractRule::method))
                .allSatisfy(method -> assertThat(!ours.contains(method.substring(0, method.indexOf('.')))
                                || method.endsWith(".class")
                                || there.contains(method))
                        .as(method)
                        .isTrue());
    }

    @Test
    void noTwoRulesHaveOneName() {
        assertThat(rules().map(ContractRule::name)).doesNotHaveDuplicates();
    }

    @Test
    void aCheckNeedsOnlyWhatComesBeforeIt() {
        for (RuleTable<?> table : tables()) {
            Set<String> before = new HashSet<>();
            for (VendorCheck<?> check : table.checks()) {
                assertThat(before).as(check.rule().name()).containsAll(check.needs());
                before.add(check.rule().name());
            }
        }
    }

    /** The guide's table says what is asked of a guest type, a row for a call or several. */
    @Test
    void eachCallOfTheGuideHasARule() throws IOException {
        Set<String> ruled = rules().map(ContractRule::method).collect(Collectors.toSet());
        List<String> lines = Files.readAllLines(GUIDE);
        int head = lines.indexOf("| call | when, how often | it may | it must |");
        List<String> calls = lines.subList(head + 2, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .flatMap(row -> Stream.of(row.group(1).replace("`", "").split(", ")))
                .toList();
        assertThat(calls).hasSizeGreaterThan(10);
        assertThat(calls).allSatisfy(call -> assertThat(ruled).contains("ConfidentialGuestSupport." + call));
    }
}
