/* What the flows of the shop say; the wording is agreed with customer care. */
locals {
  flow_vars = {
    widget_from        = "Shop"
    workflow_sid       = "WW00000000000000000000000000000000"
    opening_expression = "day IN ['mon', 'tue'] AND hour > 9"
    reminder_message   = "Still with us? Write 1, 2 or 3 and we take care of \"your\" parcel."
    closed_message     = "Мы ответим вам завтра в девять утра."
    assets_url         = "https://assets.shop.example/returns"
  }
  channels = {
    voice : {
      channel_flow_vars = {
        voice_ivr_language         = "de-DE"
        voice_ivr_greeting_message = <<-TEXT
          Willkommen beim Rückgabeservice, ${local.shop_name} hilft Ihnen gern.
        TEXT
      }
    }
  }
}
