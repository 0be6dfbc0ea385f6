// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.amd.session.OwnerSession;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.SessionReport;
import org.cloister.cli.session.CommandContext;
import org.cloister.owner.session.PlatformOffer;
import org.cloister.owner.verify.CertificateFiles;
import org.cloister.owner.verify.Roots;
import org.cloister.owner.verify.SevChainVerifier;

/** {@code session create}: a session for one platform, whose chain is verified first. */
final class SessionCreateCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> pdh = rows.text(
                    "--pdh",
                    "FILE",
                    "The certificate of the platform's Diffie-Hellman key; its chain may be in the same file.")
            .required();
    private final OptionRow<List<String>> chain = rows.texts(
                    "--chain", "PATH", "Files and folders with PEK, OCA, CEK, ASK and ARK.")
            .many("1..*");
    private final OptionRow<List<String>> roots =
            rows.texts("--trust-root", "FILE", "Trust the roots in this file, and AMD's no more.");
    private final OptionRow<String> policy = rows.text(
                    "--policy",
                    "HEX|KEY=VALUE,…",
                    "The policy that the guest must be launched with, such as 0x1 or nodbg=on,noks=on.")
            .required();
    private final OptionRow<String> out =
            rows.text("--out", "DIR", "The folder to write into.").required();
    private final OptionRow<String> name = rows.text(
                    "--name", "NAME", "What the files' names begin with; vm by default.")
            .fallback("vm");
    private final OptionRow<Boolean> force = rows.flag("--force", "Replace files that exist.");
    private final OutputFormat answer = rows.add(new OutputFormat());

    private SessionCreateCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        SessionCreateCommand command = new SessionCreateCommand(session);
        return CommandModel.of(command, command.rows)
                .named("create")
                .meaning("Verifies a platform's chain up to the root, and makes a session for its PDH.")
                .abbreviated()
                .footer(
                        "",
                        "Writes NAME_godh.b64 and NAME_session.b64, which go to the host, and NAME_tik.bin and NAME_tek.bin,",
                        "which stay with the owner and are readable by the user alone.",
                        "Hosts print PDH and chain by 'virsh nodesevinfo', query-sev-capabilities or 'cloister platform export'.");
    }

    @Override
    public void run() {
        requireName();
        Policy wanted = PolicyOption.read(session, PolicyLayout.SEV, policy.value());
        PlatformOffer offer = PlatformOffer.of(given(), SevChainVerifier.of(trusted(), Crypto.platform()), now());
        if (Stream.of(SevPolicyBit.NOSEND, SevPolicyBit.DOMAIN, SevPolicyBit.SEV)
                .noneMatch(wanted::has)) {
            session.streams()
                    .err()
                    .println("Note: the policy lets the host send the guest to any key, also to one of its own that can"
                            + " read it: nosend, domain or sev in the policy restricts that.");
        }
        try (OwnerSession made = offer.session(wanted, new SecureRandom())) {
            write(made);
        }
        if (answer.json()) {
            session.streams().out().println(Json.text(SessionReport.json(out.value(), name.value(), wanted, offer)));
        } else {
            SessionReport.lines(out.value(), name.value(), wanted, offer)
                    .forEach(session.streams().out()::println);
        }
    }

    // Keys must not come to lie outside of the folder that was named for them.
    private void requireName() {
        if (name.value().contains("/")) {
            throw Problem.input(ProblemCodes.FILE_NAME, "this is not the beginning of a file's name")
                    .at("--name")
                    .found(name.value())
                    .expected("no /; --out names the folder")
                    .exception();
        }
    }

    private CertificateFiles given() {
        List<String> paths = new ArrayList<>(List.of(pdh.value()));
        paths.addAll(chain.value());
        CertificateFiles files = CertificateInput.read(session, paths);
        IgnoredNotes.print(session, files.ignored());
        return files;
    }

    private Roots trusted() {
        if (roots.value().isEmpty()) {
            return Roots.amd();
        }
        CertificateFiles files = CertificateInput.read(session, roots.value());
        Roots trusted = Roots.trusting(files);
        IgnoredNotes.print(session, files.ignored());
        IgnoredNotes.print(session, trusted.ignored());
        return trusted;
    }

    private void write(OwnerSession made) {
        OutputFiles output = new OutputFiles(session, force.value());
        Path folder = output.path(out.value());
        byte[] tik = made.keys().tik();
        byte[] tek = made.keys().tek();
        try {
            output.add(
                            folder.resolve(name.value() + SessionReport.CERTIFICATE),
                            Base64File.file(made.certificate().encode()))
                    .add(
                            folder.resolve(name.value() + SessionReport.SESSION),
                            Base64File.file(made.blob().raw()))
                    .addSecret(folder.resolve(name.value() + SessionReport.TIK), tik)
                    .addSecret(folder.resolve(name.value() + SessionReport.TEK), tek)
                    .write();
        } finally {
            Arrays.fill(tik, (byte) 0);
            Arrays.fill(tek, (byte) 0);
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
