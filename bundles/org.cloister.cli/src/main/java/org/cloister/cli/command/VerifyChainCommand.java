// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.cloister.amd.crypto.Crypto;
import org.cloister.cli.report.ExitCode;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.VerdictJson;
import org.cloister.cli.report.VerdictLine;
import org.cloister.cli.report.VerdictText;
import org.cloister.cli.session.CommandContext;
import org.cloister.owner.verify.CertificateFiles;
import org.cloister.owner.verify.ChainVerifier;
import org.cloister.owner.verify.VerificationResult;

/** {@code verify chain}: certificates of a platform up to AMD's root, drawn as a tree. */
final class VerifyChainCommand implements Callable<Integer> {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<List<String>> paths =
            rows.operands("1..*", "PATH", "Files and folders with the certificates.");
    private final TrustOptions trust = rows.add(new TrustOptions());
    private final OptionRow<Boolean> noUnknownBits =
            rows.flag("--no-unknown-bits", "Refuse what certificates say and is not known; by default it is told.");
    private final OutputFormat answer = rows.add(new OutputFormat());

    private VerifyChainCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        VerifyChainCommand command = new VerifyChainCommand(session);
        return CommandModel.of(command, command.rows)
                .named("chain")
                .meaning(
                        "Verifies a platform's certificates: PDH, PEK, OCA, CEK, ASK and ARK of SEV, or VCEK or VLEK of SEV-SNP.");
    }

    @Override
    public Integer call() {
        CertificateFiles files = trust.files(session, paths.value());
        IgnoredNotes.print(session, files.ignored());
        ChainVerifier verifier = ChainVerifier.of(trust.roots(session), Crypto.usual());
        List<VerificationResult> results =
                (noUnknownBits.value() ? verifier.refusingUnknown() : verifier).verify(files, trust.at());
        if (answer.json()) {
            session.streams().out().println(Json.text(VerdictJson.ofChains(results)));
        } else {
            VerdictText.ofChains(results).forEach(session.streams().out()::println);
        }
        results.forEach(
                one -> VerdictLine.complaints(one).forEach(session.streams().err()::println));
        boolean passed = results.stream().allMatch(VerificationResult::passed);
        return (passed ? ExitCode.DONE : ExitCode.FAILED).number();
    }
}
