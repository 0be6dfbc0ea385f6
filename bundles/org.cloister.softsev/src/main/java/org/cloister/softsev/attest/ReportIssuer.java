// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cloister.amd.channel.SnpCertificates;
import org.cloister.amd.id.IdSignature;
import org.cloister.amd.page.CertificateEntry;
import org.cloister.amd.page.CertificateKind;
import org.cloister.amd.page.CertificateTable;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportSigner;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.api.Bytes;
import org.cloister.softsev.attest.SigningKeys.Endorsed;
import org.cloister.softsev.identity.EndorsementIdentity;
import org.cloister.softsev.identity.PlatformIdentity;
import org.cloister.softsev.identity.SnpConfiguration;
import org.cloister.softsev.model.InstalledFirmware;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.model.Refusal;

/**
 * Signs reports with the keys of the platform, and provides their certificates. Authorities are made when they are
 * needed first.
 */
public final class ReportIssuer implements ReportSource, AutoCloseable {
    private final Object lock;
    private final PlatformIdentity identity;
    private final PlatformSettings settings;
    private final InstalledFirmware installed;
    private final SecureRandom random;
    private final Clock clock;
    private SigningKeys keys;
    private Bytes revocations;
    private EndorsementIdentity renamed;

    /**
     * The attestation of a platform.
     *
     * @param lock held while the identity is read, as by everybody else who does
     * @param clock what dates in certificates come from
     */
    public ReportIssuer(
            Object lock,
            PlatformIdentity identity,
            PlatformSettings settings,
            InstalledFirmware installed,
            SecureRandom random,
            Clock clock) {
        this.installed = installed;
        this.lock = lock;
        this.identity = identity;
        this.settings = settings;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public Bytes report(GuestIdentity guest, Bytes reportData, int vmpl, Key wanted) {
        synchronized (lock) {
            SnpConfiguration set = identity.snp();
            ReportSigner signer = signer(guest, set, wanted);
            AttestationReport report = new ReportContent(settings, set, identity.chipId(), installed)
                    .report(guest, reportData, vmpl, signer);
            return signed(report, signer).encode();
        }
    }

    // SEV-SNP ABI, "MSG_REPORT_REQ", KEY_SEL: the VLEK, when there is one, comes first.
    private static ReportSigner signer(GuestIdentity guest, SnpConfiguration set, Key wanted) {
        boolean vlek = wanted == Key.VLEK || wanted == Key.ANY && set.vlekLoaded();
        if (vlek && !set.vlekLoaded()) {
            throw Refusal.firmware(FirmwareStatus.INVALID_KEY, "key_sel: no VLEK is loaded");
        }
        if (!vlek && guest.vcekDisabled()) {
            throw Refusal.firmware(FirmwareStatus.INVALID_KEY, "key_sel: the guest was launched without the VCEK");
        }
        if (set.chipKeyMasked()) {
            return ReportSigner.NONE;
        }
        return vlek ? ReportSigner.VLEK : ReportSigner.VCEK;
    }

    private AttestationReport signed(AttestationReport report, ReportSigner signer) {
        if (signer == ReportSigner.NONE) {
            return report;
        }
        SigningKeys now = keys();
        Endorsed one = signer == ReportSigner.VLEK ? now.loaded().orElseThrow() : now.chip();
        IdSignature signature = one.key().sign(report.signedBytes());
        return report.withSignature(signature.r(), signature.s());
    }

    @Override
    public Bytes certificateTable() {
        SnpCertificates all = certificates();
        List<CertificateEntry> entries = new ArrayList<>();
        entries.add(new CertificateEntry(CertificateKind.ARK, all.ark()));
        // There is one place for what issues a key's certificate, and the VLEK signs where it is loaded.
        entries.add(new CertificateEntry(CertificateKind.ASK, all.vlek().isPresent() ? all.asvk() : all.ask()));
        entries.add(all.vlek()
                .map(vlek -> new CertificateEntry(CertificateKind.VLEK, vlek))
                .orElseGet(() -> new CertificateEntry(CertificateKind.VCEK, all.vcek())));
        entries.add(new CertificateEntry(CertificateKind.CRL, all.crl()));
        return CertificateTable.of(entries).encode();
    }

    /** The certificates of what the platform reports now. */
    public SnpCertificates certificates() {
        synchronized (lock) {
            SigningKeys now = keys();
            EndorsementIdentity authorities = authorities();
            return new SnpCertificates(
                    authorities.ark().certificate(),
                    authorities.ask().certificate(),
                    authorities.asvk().certificate(),
                    now.chip().certificate(),
                    now.loaded().map(Endorsed::certificate),
                    revocations());
        }
    }

    /** A provider's hashstick, 384 bytes. */
    public Bytes hashstick(String cspId) {
        synchronized (lock) {
            return service().hashstick(cspId);
        }
    }

    /** TCB_VERSION that reports state now, raw 64 bits. */
    public long reportedTcb() {
        synchronized (lock) {
            return identity.snp().reported();
        }
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        synchronized (lock) {
            forget();
            Optional.ofNullable(renamed).ifPresent(EndorsementIdentity::close);
            renamed = null;
        }
    }

    private void forget() {
        Optional.ofNullable(keys).ifPresent(SigningKeys::close);
        keys = null;
    }

    private SigningKeys keys() {
        SnpConfiguration set = identity.snp();
        if (keys == null || !keys.fit(set)) {
            forget();
            TcbVersion reported =
                    new TcbVersion(set.reported(), settings.generation().tcbLayout());
            Bytes hardwareId =
                    identity.chipId().slice(0, settings.generation().model().hardwareIdLength());
            keys = SigningKeys.of(set, reported, identity.chip().secret(), hardwareId, service());
        }
        return keys;
    }

    private Bytes revocations() {
        if (revocations == null) {
            revocations = service().revocationList(Set.of());
        }
        return revocations;
    }

    private KeyService service() {
        return new KeyService(authorities(), settings.generation(), form(), clock);
    }

    private NameForm form() {
        return settings.attestation().amdNames() ? NameForm.AMDS : NameForm.OWN;
    }

    /** Kept are those with names of their own; what others want is put on the same keys. */
    private EndorsementIdentity authorities() {
        EndorsementIdentity kept =
                identity.endorsement(() -> KeyService.generate(settings.generation(), random, clock));
        if (form() == NameForm.OWN) {
            return kept;
        }
        if (renamed == null) {
            renamed = KeyService.renamed(kept, form(), clock);
        }
        return renamed;
    }
}
