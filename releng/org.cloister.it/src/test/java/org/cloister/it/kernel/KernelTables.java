// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cloister.amd.channel.PlatformCodec;
import org.cloister.amd.channel.PlatformEnvelope;
import org.cloister.amd.channel.SevCodec;
import org.cloister.amd.channel.SnpVlekLoad;
import org.cloister.amd.id.IdAuthentication;
import org.cloister.amd.id.IdBlock;
import org.cloister.amd.kvm.KvmCapability;
import org.cloister.amd.kvm.KvmDeviceAttr;
import org.cloister.amd.kvm.KvmRequest;
import org.cloister.amd.kvm.SevAttribute;
import org.cloister.amd.kvm.VmType;
import org.cloister.amd.message.KeyRequest;
import org.cloister.amd.message.ReportRequest;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.guest.device.ExtendedReportStruct;
import org.cloister.guest.device.RequestStruct;
import org.cloister.guest.device.SevGuestIoctl;
import org.cloister.kvm.vm.abi.Constants;
import org.cloister.kvm.vm.abi.ExitReason;
import org.cloister.kvm.vm.abi.Layouts;

/** What the bundles know of Linux's interfaces, under the kernel's names. */
final class KernelTables {
    private KernelTables() {}

    /** The layout of every struct; what a struct holds in one case is a layout of its own. */
    static List<Layout> layouts() {
        List<Layout> all = new ArrayList<>(SevCodec.layouts());
        all.addAll(PlatformCodec.layouts());
        all.addAll(Layouts.all());
        all.add(KvmDeviceAttr.LAYOUT);
        all.add(RequestStruct.LAYOUT);
        all.add(ExtendedReportStruct.LAYOUT);
        all.add(blob("sev_user_data_snp_wrapped_vlek_hashstick", SnpVlekLoad.SIZE));
        all.add(reportRequest());
        all.add(blob("snp_report_resp", SevGuestIoctl.GET_REPORT.response()));
        all.add(new Layout(
                "snp_derived_key_req",
                SevGuestIoctl.GET_DERIVED_KEY.request(),
                KeyRequest.layout(1).slots()));
        all.add(blob("snp_derived_key_resp", SevGuestIoctl.GET_DERIVED_KEY.response()));
        return all;
    }

    private static Layout blob(String kind, int size) {
        return Layout.of(kind, size, Slot.bytes("data", 0, size));
    }

    /** AMD's name of the data differs; of the choice of a key the kernel's header knows nothing. */
    private static Layout reportRequest() {
        Slot data = ReportRequest.LAYOUT.slot("report_data");
        return Layout.of(
                "snp_report_req",
                SevGuestIoctl.GET_REPORT.request(),
                Slot.bytes("user_data", data.offset(), data.size()),
                ReportRequest.LAYOUT.slot("vmpl"));
    }

    /** Every number. */
    static Map<String, Long> numbers() {
        Map<String, Long> all = new LinkedHashMap<>(commands());
        Arrays.stream(KvmRequest.values()).forEach(request -> all.put(request.kernelName(), request.number()));
        Arrays.stream(KvmCapability.values()).forEach(one -> all.put(one.kernelName(), (long) one.number()));
        Arrays.stream(VmType.values()).forEach(type -> all.put(type.kernelName(), (long) type.number()));
        Arrays.stream(ExitReason.values()).forEach(reason -> all.put(reason.kernelName(), (long) reason.number()));
        Arrays.stream(SevAttribute.values()).forEach(one -> all.put(one.kernelName(), (long) one.number()));
        Arrays.stream(SevGuestIoctl.values()).forEach(ioctl -> all.put("SNP_" + ioctl, ioctl.number()));
        Arrays.stream(SnpPageType.values())
                .filter(type -> type != SnpPageType.VMSA)
                .forEach(type -> all.put("KVM_SEV_SNP_PAGE_TYPE_" + type, (long) type.code()));
        all.put("SEV_ISSUE_CMD", PlatformEnvelope.IOCTL);
        all.put("KVM_SEV_SNP_ID_BLOCK_SIZE", (long) IdBlock.SIZE);
        all.put("KVM_SEV_SNP_ID_AUTH_SIZE", (long) IdAuthentication.SIZE);
        all.put("KVM_X86_GRP_SEV", (long) SevAttribute.GROUP);
        all.putAll(constants());
        return all;
    }

    private static Map<String, Long> constants() {
        return Map.of(
                "KVM_API_VERSION", (long) Constants.API_VERSION,
                "KVM_MEM_LOG_DIRTY_PAGES", (long) Constants.MEM_LOG_DIRTY_PAGES,
                "KVM_MEM_READONLY", (long) Constants.MEM_READONLY,
                "KVM_MEM_GUEST_MEMFD", (long) Constants.MEM_GUEST_MEMFD,
                "KVM_MEMORY_ATTRIBUTE_PRIVATE", Constants.MEMORY_ATTRIBUTE_PRIVATE,
                "GUEST_MEMFD_FLAG_MMAP", Constants.GUEST_MEMFD_FLAG_MMAP,
                "GUEST_MEMFD_FLAG_INIT_SHARED", Constants.GUEST_MEMFD_FLAG_INIT_SHARED,
                "KVM_SYSTEM_EVENT_SEV_TERM", (long) Constants.SYSTEM_EVENT_SEV_TERM);
    }

    /** The commands of guests and of the platform. */
    static Map<String, Long> commands() {
        Map<String, Long> all = new LinkedHashMap<>();
        SevCodec.commands().forEach((id, name) -> all.put("KVM_SEV_" + name, (long) id));
        PlatformCodec.commands()
                .forEach((id, name) -> all.put(name.startsWith("SNP_") ? name : "SEV_" + name, (long) id));
        return all;
    }
}
