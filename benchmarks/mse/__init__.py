"""How good estimation is: calibration on known truth, mixing, agreement with published figures, speed."""
