// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.policy.SevPolicy;
import org.cloister.amd.session.OwnerSession;
import org.cloister.api.Problem;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.SessionReport;
import org.cloister.cli.session.CommandContext;
import org.cloister.owner.session.PlatformOffer;
import org.cloister.owner.verify.CertificateFiles;
import org.cloister.owner.verify.Roots;
import org.cloister.owner.verify.SevChainVerifier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code session create}: a session for one platform, whose chain is verified first. */
@Command(
        name = "create",
        description = "Verifies a platform's chain up to the root, and makes a session for its PDH.",
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {
            "",
            "Writes NAME_godh.b64 and NAME_session.b64, which go to the host, and NAME_tik.bin and NAME_tek.bin,",
            "which stay with the owner and are readable by the user alone.",
            "Hosts tell PDH and chain by 'virsh nodesevinfo', query-sev-capabilities or 'cloister platform export'."
        })
final class SessionCreateCommand implements Runnable {
    private final CommandContext session;

    @Option(
            names = "--pdh",
            required = true,
            paramLabel = "FILE",
            description = "The certificate of the platform's Diffie-Hellman key; its chain may be in the same file.")
    private String pdh;

    @Option(
            names = "--chain",
            paramLabel = "PATH",
            arity = "1..*",
            description = "Files and folders with PEK, OCA, CEK, ASK and ARK.")
    private List<String> chain = new ArrayList<>();

    @Option(
            names = "--trust-root",
            paramLabel = "FILE",
            description = "Trust the roots in this file, and AMD's no more.")
    private List<String> roots = new ArrayList<>();

    @Option(
            names = "--policy",
            required = true,
            paramLabel = "HEX|KEY=VALUE,…",
            description = "The policy that the guest must be launched with, such as 0x1 or nodbg=on,noks=on.")
    private String policy;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder to write into.")
    private String out;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "vm",
            description = "What the files' names begin with; vm by default.")
    private String name;

    @Option(names = "--force", description = "Replace files that exist.")
    private boolean force;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private SessionCreateCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        return new CommandLine(new SessionCreateCommand(session));
    }

    @Override
    public void run() {
        SevPolicy wanted = SevPolicyText.policy(policy);
        PlatformOffer offer = PlatformOffer.of(given(), SevChainVerifier.of(trusted(), Crypto.fastest()), now());
        try (OwnerSession made = offer.session(wanted, new SecureRandom())) {
            write(made);
        }
        if (answer.json()) {
            session.streams().out().println(Json.text(SessionReport.json(out, name, wanted, offer)));
        } else {
            SessionReport.lines(out, name, wanted, offer)
                    .forEach(session.streams().out()::println);
        }
    }

    private CertificateFiles given() {
        CertificateFiles files = new CertificateFiles().add(path(pdh));
        chain.forEach(file -> files.add(path(file)));
        files.ignored().forEach(file -> session.streams().err().println("note: " + file + " holds no certificate"));
        return files;
    }

    private Roots trusted() {
        if (roots.isEmpty()) {
            return Roots.amd();
        }
        CertificateFiles files = new CertificateFiles();
        roots.forEach(file -> files.add(path(file)));
        return Roots.trusting(files);
    }

    private void write(OwnerSession made) {
        OutputFiles output = new OutputFiles(session, force);
        Path folder = output.path(out);
        byte[] tik = made.keys().tik();
        byte[] tek = made.keys().tek();
        try {
            output.add(
                            folder.resolve(name + SessionReport.CERTIFICATE),
                            Base64File.file(made.certificate().encode()))
                    .add(
                            folder.resolve(name + SessionReport.SESSION),
                            Base64File.file(made.blob().raw()))
                    .addSecret(folder.resolve(name + SessionReport.TIK), tik)
                    .addSecret(folder.resolve(name + SessionReport.TEK), tek)
                    .write();
        } finally {
            Arrays.fill(tik, (byte) 0);
            Arrays.fill(tek, (byte) 0);
        }
    }

    private Path path(String file) {
        try {
            return session.folder().resolve(file);
        } catch (InvalidPathException e) {
            throw Problem.input("file.name", "this is not a file name").at(file).exception(e);
        }
    }

    private static Instant now() {
        return Instant.now();
    }
}
