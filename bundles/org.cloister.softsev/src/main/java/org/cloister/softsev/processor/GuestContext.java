// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.cloister.amd.channel.SnpLaunchFinish;
import org.cloister.amd.measure.LaunchDigest;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.policy.SnpPolicyBit;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.softsev.attest.GuestIdentity;
import org.cloister.softsev.client.SnpGuestStatus;
import org.cloister.softsev.client.SnpGuestStatus.State;
import org.cloister.softsev.client.VmplPermissions;
import org.cloister.softsev.memory.PageCipher;
import org.cloister.softsev.model.CpuidPages;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.InstalledFirmware;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.model.PolicyLimits;
import org.cloister.softsev.model.Refusal;

/**
 * A guest as the firmware knows it: state, policy, digest, keys (SEV-SNP firmware ABI, "Guest Context"). A call that
 * refuses has changed nothing. Not for use by several threads: commands of one machine are serial.
 */
public final class GuestContext implements AutoCloseable {
    /**
     * How much slower than its nominal frequency the clock runs, in 1/100000: EPYC 9004's, of the firmware that AMD
     * published; unverified for others.
     */
    public static final int TSC_FACTOR = 200;

    private static final int REPORT_ID_SIZE = 32;
    private static final int ROOT_KEY_SIZE = 32;

    private final EmulatedGeneration generation;
    private final PolicyLimits policies;
    private final InstalledFirmware installed;
    private final CpuidRules cpuid;
    private final CpuidPages cpuidPages;
    private final PageCipher memoryKey;
    private final MessageKeys messageKeys;
    private final byte[] rootKey = new byte[ROOT_KEY_SIZE];
    private final SecureRandom random;
    private final SwappedPages swapped;
    private volatile State state = State.INIT;
    private long policy;
    private Bytes gosvw;
    private Bytes reportId;
    private long launchTcb;
    private LaunchDigest digest = new LaunchDigest();
    private LaunchIdentity owner = LaunchIdentity.NONE;
    private SnpLaunchFinish finish;
    private boolean ended;

    GuestContext(PlatformSettings settings, InstalledFirmware installed, CpuidRules cpuid, SecureRandom random) {
        generation = settings.generation();
        policies = settings.policies();
        this.installed = installed;
        this.cpuid = cpuid;
        cpuidPages = settings.host().cpuidPages();
        this.random = random;
        memoryKey = PageCipher.generate(random);
        messageKeys = new MessageKeys(random);
        random.nextBytes(rootKey);
        swapped = new SwappedPages(random);
    }

    /** SNP_LAUNCH_START: begins the launch under a policy. */
    public void start(long guestPolicy, Bytes workarounds) {
        require(State.INIT);
        policies.whyNot(guestPolicy, installed.version()).ifPresent(reason -> {
            throw Refusal.firmware(FirmwareStatus.POLICY_FAILURE, reason);
        });
        policy = guestPolicy;
        gosvw = workarounds;
        byte[] id = new byte[REPORT_ID_SIZE];
        random.nextBytes(id);
        reportId = Bytes.of(id);
        launchTcb = installed.tcb();
        state = State.LAUNCH;
    }

    /**
     * SNP_LAUNCH_UPDATE: measures a page.
     *
     * @param content 4096 bytes; a CPUID page that is refused has the answers that are allowed afterwards, nothing else
     *     is changed
     * @return what has to be in the page: the content itself, or what the firmware puts there
     */
    public byte[] update(SnpPageType type, long gpa, byte[] content) {
        return update(type, gpa, content, VmplPermissions.ASSIGNED);
    }

    /**
     * The same with permissions, which are measured.
     *
     * @param content 4096 bytes, or 2 MiB
     * @param permissions of the guest's privilege levels; level 0 has all
     */
    public byte[] update(SnpPageType type, long gpa, byte[] content, VmplPermissions permissions) {
        require(State.LAUNCH);
        if (type == SnpPageType.CPUID) {
            CpuidPageCheck.check(cpuid, cpuidPages, gpa, content);
        }
        digest.extend(type, gpa, Bytes.of(content), permissions.vmpl1(), permissions.vmpl2(), permissions.vmpl3());
        return type == SnpPageType.SECRETS ? SecretsContent.fill(generation, gosvw, messageKeys) : content;
    }

    /**
     * SNP_LAUNCH_UPDATE of all VMSAs.
     *
     * @param vmsas 4096 bytes each, in the order of their processors
     */
    public void updateVmsas(List<Bytes> vmsas) {
        require(State.LAUNCH);
        vmsas.forEach(vmsa -> digest.extend(SnpPageType.VMSA, LaunchDigest.VMSA_GPA, vmsa));
    }

    /**
     * SNP_LAUNCH_FINISH: the guest may run.
     *
     * @param command with what the guest's owner signed, when there is such, and what reports repeat
     */
    public void finish(SnpLaunchFinish command) {
        require(State.LAUNCH);
        owner = command.idBlock()
                .map(block -> IdBlockCheck.of(block, command.authorKeyEnabled(), digest.value(), policy))
                .orElse(LaunchIdentity.NONE);
        finish = command;
        state = State.RUNNING;
    }

    /**
     * SNP_GUEST_STATUS.
     *
     * @param asid its identifier
     */
    public SnpGuestStatus status(int asid) {
        return new SnpGuestStatus(policy, asid, state, finish != null && finish.vcekDisabled());
    }

    /** Refuses to debug a guest whose policy forbids it (SEV-SNP firmware ABI, 56860, "SNP_DBG_DECRYPT"). */
    public void requireDebugging() {
        Refusal.unless(
                SnpPolicyBit.DEBUG.in(policy), FirmwareStatus.POLICY_FAILURE, "policy: no debugging (DEBUG is clear)");
    }

    /**
     * What a guest has checked of CPUID (MSG_CPUID_REQ).
     *
     * @param table 3088 bytes in the form of a CPUID page, with a right count; has what is allowed afterwards
     */
    public CpuidAnswers checkCpuid(byte[] table) {
        return CpuidAnswers.correct(cpuid, table);
    }

    /** Refuses what is done in a launch alone. */
    public void requireLaunching() {
        require(State.LAUNCH);
    }

    /** Refuses to swap or move pages of a guest whose policy forbids it; for any thread once the launch was started. */
    public void requireSwapping() {
        Refusal.unless(
                !SnpPolicyBit.PAGE_SWAP_DISABLE.in(policy),
                FirmwareStatus.POLICY_FAILURE,
                "policy: pages stay where they are (PAGE_SWAP_DISABLE is set)");
    }

    /** What belongs to pages that were swapped out. */
    public SwappedPages swapped() {
        return swapped;
    }

    /** The launch digest as it stands, 48 bytes. */
    public Bytes launchDigest() {
        return digest.value();
    }

    /**
     * What every report of the guest repeats.
     *
     * @throws Refusal {@code INVALID_GUEST_STATE} before the finish
     */
    public GuestIdentity identity() {
        require(State.RUNNING);
        return new GuestIdentity(
                policy,
                owner.familyId(),
                owner.imageId(),
                owner.guestSvn(),
                digest.value(),
                finish.hostData(),
                owner.idKeyDigest(),
                owner.authorKeyDigest(),
                // Linux hands the flag on together with an ID block only.
                finish.authorKeyEnabled() && finish.idBlock().isPresent(),
                finish.vcekDisabled(),
                reportId,
                launchTcb);
    }

    /** The key of the guest's memory, for the memory controller alone. */
    public PageCipher memoryKey() {
        return memoryKey;
    }

    /** The keys of its messages. */
    public MessageKeys messageKeys() {
        return messageKeys;
    }

    /** A copy of its own root key (VMRK), 32 bytes, for the caller to wipe. */
    public byte[] rootKey() {
        return rootKey.clone();
    }

    /** Refuses whatever is asked about a guest that was decommissioned. */
    public void requireThere() {
        Refusal.unless(!ended, FirmwareStatus.INVALID_GUEST, "the guest was decommissioned");
    }

    /** SNP_DECOMMISSION: wipes all keys but that of its memory, which has it as long as its machine. */
    void end() {
        ended = true;
        Arrays.fill(rootKey, (byte) 0);
        swapped.close();
        messageKeys.close();
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        end();
        memoryKey.close();
    }

    private void require(State expected) {
        requireThere();
        if (state != expected) {
            throw Refusal.firmware(FirmwareStatus.INVALID_GUEST_STATE, "guest state " + state);
        }
    }
}
