// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cloister.it.Program.Ended;
import org.cloister.it.docs.DocumentedCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Every command line of the documentation runs, page by page from top to bottom, or is listed here with the reason. */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
class DocumentedCommandsIT {
    /** Of commands that need what not every host has. */
    private static final Set<Integer> HERE_OR_NOT = Set.of(0, 3);

    /** A verdict: certificates of an emulated platform lead to no root of AMD's. */
    private static final Set<Integer> REFUSED = Set.of(1);

    /** Commands that do not always end with exit code 0. */
    private static final Map<String, Set<Integer>> CODES = Map.ofEntries(
            Map.entry("probe*", HERE_OR_NOT),
            Map.entry("launch", HERE_OR_NOT),
            Map.entry("launch --platform emulated --execute", HERE_OR_NOT),
            Map.entry("launch --type TYPE *", HERE_OR_NOT),
            Map.entry("platform export --out *", HERE_OR_NOT),
            Map.entry("platform status", HERE_OR_NOT),
            Map.entry("verify report *", REFUSED),
            Map.entry("verify chain *", REFUSED),
            Map.entry("session create --pdh pdh.cert *", REFUSED));

    /** Commands that are not run, and why. */
    private static final Map<String, String> NOT_RUN = Map.ofEntries(
            Map.entry(
                    "launch --platform emulated --paused --qmp *",
                    "waits for a client of its monitor; see DistributionIT"),
            Map.entry(
                    "launch --platform emulated * --secret-header *",
                    "waits for its owner's packet; see OwnersFlowDocumentTest and OwnerFlowIT"),
            Map.entry("measure * --svsm svsm.bin *", "wants COCONUT-SVSM's files; see SvsmPlannerTest"),
            Map.entry(
                    "verify report --report hcl-report.bin *",
                    "wants what a guest on Azure is given; see VerifyEvidenceTest"),
            Map.entry("verify report * --fetch*", "goes to the network; see FetchTest"),
            Map.entry("certs fetch *", "goes to the network; see FetchTest"),
            Map.entry("serve --record /var/*", "writes where only an administrator may"),
            Map.entry("softsev *", "wants KVM and other programs; see QemuSevTest"),
            Map.entry("save g1 *", "wants a guest; see MovedGuestIT"),
            Map.entry("restore *", "wants a guest's file; see MovedGuestIT"),
            Map.entry("migrate g1 *", "wants two platforms; see MovedGuestIT"),
            Map.entry("platform export --connect *", "wants two platforms; see MovedGuestIT"));

    /** Not below the checkout: the path of a socket has to be short. */
    @TempDir
    Path folder;

    private DocumentedPage page;

    @TestFactory
    List<DynamicTest> everyCommandRuns() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (DocumentedCommand command : DocumentedCommand.all()) {
            if (NOT_RUN.keySet().stream().noneMatch(command::is)) {
                tests.add(DynamicTest.dynamicTest(command.page() + ": " + command.text(), () -> run(command)));
            }
        }
        return tests;
    }

    @Test
    void whatIsListedIsDocumented() throws IOException {
        List<DocumentedCommand> commands = DocumentedCommand.all();
        assertThat(CODES.keySet()).allMatch(pattern -> commands.stream().anyMatch(command -> command.is(pattern)));
        assertThat(NOT_RUN.keySet()).allMatch(pattern -> commands.stream().anyMatch(command -> command.is(pattern)));
    }

    private void run(DocumentedCommand command) throws Exception {
        if (page == null || !page.name().equals(command.page())) {
            close();
            page = DocumentedPage.open(command.page(), folder);
        }
        Ended ended = page.run(command);
        assertThat(ended.code()).as(ended.out() + ended.err()).isIn(codes(command));
    }

    private static Set<Integer> codes(DocumentedCommand command) {
        return CODES.keySet().stream()
                .filter(command::is)
                .findFirst()
                .map(CODES::get)
                .orElse(Set.of(0));
    }

    @AfterEach
    void close() throws Exception {
        if (page != null) {
            page.close();
        }
    }
}
