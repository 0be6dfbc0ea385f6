// SPDX-License-Identifier: Apache-2.0
package com.example.registervm;

import org.cloister.api.Bytes;

/**
 * What a trust domain is created with (TD_PARAMS). Immutable.
 *
 * @param attributes ATTRIBUTES, 64 flags
 * @param xfam XFAM, the extended states of the processor that it may use, 64 flags
 * @param configId MRCONFIGID, 48 bytes: the host's word on how the guest is configured
 * @param owner MROWNER, 48 bytes: the host's word on who owns it
 * @param ownerConfig MROWNERCONFIG, 48 bytes: the host's word on how the owner configures it
 */
public record TdParams(long attributes, long xfam, Bytes configId, Bytes owner, Bytes ownerConfig) {}
