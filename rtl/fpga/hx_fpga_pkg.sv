// Types inside the FPGA: instruction codes, bus accesses, messages on their way to the host.
// SPDX-License-Identifier: Apache-2.0
//
// Codes are the positions in the instruction lists of the host software; a header byte is
// {comma bit 0, 7-bit code}.
package hx_fpga_pkg;

  typedef enum logic [6:0] {
    ToFpgaJtagInit       = 7'h0,
    ToFpgaJtagScaler     = 7'h1,
    ToFpgaJtagIns        = 7'h2,
    ToFpgaJtagData       = 7'h3,
    ToFpgaTimerSetup     = 7'h4,
    ToFpgaWaitUntil      = 7'h5,
    ToFpgaSystimeInit    = 7'h6,
    ToFpgaBarrier        = 7'h7,
    ToFpgaPollingBlock   = 7'h8,
    ToFpgaReset          = 7'h9,
    ToFpgaLoopback       = 7'ha,
    ToFpgaOmnibusAddress = 7'hb,
    ToFpgaOmnibusData    = 7'hc,
    ToFpgaSpikePack1     = 7'hd,
    ToFpgaSpikePack2     = 7'he,
    ToFpgaSpikePack3     = 7'hf
  } to_fpga_t;

  typedef enum logic [3:0] {
    FromFpgaJtagData     = 4'h0,
    FromFpgaOmnibusData  = 4'h1,
    FromFpgaLoopback     = 4'h2,
    FromFpgaLinkNotify   = 4'h3,
    FromFpgaTimeout      = 4'h4,
    FromFpgaSystime      = 4'h5,
    FromFpgaSysdelta     = 4'h6,
    FromFpgaSamplePack1  = 4'h7,
    FromFpgaSamplePack2  = 4'h8,
    FromFpgaSamplePack3  = 4'h9,
    FromFpgaSpikePack1   = 4'ha,
    FromFpgaSpikePack2   = 4'hb,
    FromFpgaSpikePack3   = 4'hc,
    // Not sent: pushes everything before it out to the host and is reported when that is done.
    FromFpgaFlushMarker  = 4'hf
  } from_fpga_t;

  localparam int unsigned TimeWidth = 43;  // FPGA cycles
  typedef logic [TimeWidth-1:0] time_t;

  // One bus access of the program; address bit 31 chooses the FPGA.
  typedef struct packed {
    logic        write;
    logic [3:0]  byte_enables;
    logic [31:0] address;
    logic [31:0] data;
  } access_t;

  // One JTAG instruction of the program; data hold the scaler or the instruction register too.
  typedef struct packed {
    to_fpga_t    code;
    logic        keep;
    logic [5:0]  bits;
    logic [32:0] data;
  } jtag_t;

  // A host word taken apart; the code says which of the fields hold.
  typedef struct packed {
    logic             idle;     // no instruction at all
    logic             known;    // the code is in the list
    to_fpga_t         code;
    logic             flag;     // synchronise, until equal, reset, tick
    logic [4:0]       barrier;  // omnibus, jtag, systime, other FPGAs, time correction from bit 0
    logic [31:0]      value;    // of the timer, to write
    access_t          access;   // all but its data
    jtag_t            jtag;
    logic [1:0]       count;    // of labels
    logic [2:0][15:0] labels;   // labels[2] is the first
  } instruction_t;

  // A message for the host without its padding; the payload is right-aligned.
  typedef struct packed {
    from_fpga_t  code;
    logic [71:0] payload;
  } message_t;

endpackage
