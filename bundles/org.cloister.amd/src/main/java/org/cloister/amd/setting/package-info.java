// SPDX-License-Identifier: Apache-2.0
/**
 * The settings of AMD's guest types as one table, {@link org.cloister.amd.setting.GuestSetting}: names, forms,
 * defaults, meanings, restrictions, and what QEMU and libvirt call them. Everything that reads, offers, writes or
 * documents a setting takes it from there.
 */
@Version("1.0.0")
package org.cloister.amd.setting;

import org.osgi.annotation.versioning.Version;
