"""Reading what was posted, against the questionnaire that was launched."""
