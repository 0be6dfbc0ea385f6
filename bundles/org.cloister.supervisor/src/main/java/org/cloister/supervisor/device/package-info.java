// SPDX-License-Identifier: Apache-2.0
/** Files and devices that a host with the emulated processor has, and this one need not have. */
package org.cloister.supervisor.device;
